use crate::{App, held, ports::Clock, settings_file};
use chrono::{DateTime, TimeDelta, Utc};
use sigsentry_keys_api::{
    ApiAddress, Client, ClientError, ConnectOptions, DEFAULT_ADDRESS, Proxy, ProxyAddress,
    ProxyProblem,
};
use sigsentry_keys_contract::{
    session::{EnvironmentNotice, SignInError},
    settings::{self, ProxyChoice, Settings, SettingsError},
};
use sigsentry_keys_core::display::safe;
use sigsentry_keys_platform::store::{Store, Way};
use std::{
    fs::File,
    io::Read as _,
    path::{Path, PathBuf},
    sync::Arc,
};

/// More than any bundle of authorities takes, in bytes.
const LARGEST_CA_FILE: u64 = 4 * 1024 * 1024;
/// A clock that is off by less misleads no one.
const NOTABLE: TimeDelta = TimeDelta::minutes(10);

/// Why no way to a server can be prepared.
#[derive(Debug, Clone, PartialEq, Eq)]
enum NoWay {
    Proxy,
    EnvironmentProxy(&'static str),
    CaFile(PathBuf),
}

impl App {
    /// The way to a server, as the environment and the settings have it.
    pub(crate) fn connect(&self, address: ApiAddress) -> Result<Client, SignInError> {
        let forced = self.environment.ca_file.as_deref();
        connect(address, forced, &self.settings(), &self.ports.clock).map_err(|reason| match reason
        {
            NoWay::Proxy => SignInError::Proxy,
            NoWay::EnvironmentProxy(variable) => {
                SignInError::EnvironmentProxy { variable: variable.to_owned() }
            }
            NoWay::CaFile(path) => SignInError::CaFile {
                path: path.to_string_lossy().into_owned(),
                forced: forced.is_some(),
            },
        })
    }

    /// Takes settings over and keeps them. Those of the network hold for every connection from now on;
    /// what cannot be used is refused before anything changes.
    ///
    /// # Errors
    /// [`SettingsError`].
    pub async fn save_settings(self: &Arc<Self>, settings: Settings) -> Result<(), SettingsError> {
        let app = Arc::clone(self);
        let saved = self.ports.off_thread(move || app.change_settings(settings)).await;
        saved.unwrap_or(Err(SettingsError::NotWritten))
    }

    /// Writes to the disk.
    pub(crate) fn change_settings(&self, mut settings: Settings) -> Result<(), SettingsError> {
        let before = self.settings();
        // Changed by the keys and the window alone: the page's settings may be older.
        (settings.zoom, settings.window) = (before.zoom, before.window);
        let rerouted = (&settings.proxy, &settings.ca_file) != (&before.proxy, &before.ca_file);
        // The person who sits here has not shown that what is locked is theirs, and its session would go this
        // way once it is unlocked.
        if rerouted && self.storage.is_locked() {
            return Err(SettingsError::Locked);
        }
        if rerouted {
            tidy(&mut settings)?;
            // Each is tried by itself: what was there before is no reason to refuse the other.
            let address = || ApiAddress::parse(DEFAULT_ADDRESS).map_err(|_| SettingsError::CaFile);
            if settings.ca_file != before.ca_file {
                let alone = Settings { proxy: ProxyChoice::None, ..settings.clone() };
                connect(address()?, None, &alone, &self.ports.clock)
                    .map_err(|_| SettingsError::CaFile)?;
            }
        }
        *held(&self.settings) = settings.clone();
        if before.recognise_values && !settings.recognise_values {
            // What was remembered goes with the wish, in the store that is open.
            self.storage.with_store(Store::forget_values);
        }
        if rerouted && let Ok(session) = self.session() {
            // With a file that has gone meanwhile the session keeps the way that it has.
            if let Ok(client) = self.connect(session.address.clone()) {
                session.live.set_client(client);
                self.storage.set_way(self.way());
                self.storage.save_session(&session.profile(), &session.live.token());
            }
        }
        settings_file::write(self.data_dir(), &settings)
    }

    /// What decides who can read along on the way to a server.
    pub(crate) fn way(&self) -> Way {
        let settings = self.settings();
        let proxy = match &settings.proxy {
            ProxyChoice::System => "system".to_owned(),
            ProxyChoice::None => "none".to_owned(),
            ProxyChoice::Manual { address } => address.clone(),
        };
        let file = self.environment.ca_file.as_deref();
        let file = file.or(settings.ca_file.as_deref().map(Path::new));
        Way::new(proxy, file.and_then(read).as_deref())
    }

    /// What is in force that a person should know of.
    pub(crate) fn notices(&self) -> Vec<EnvironmentNotice> {
        let settings = self.settings();
        let mut notices = self.environment.notices();
        if let ProxyChoice::Manual { address } = &settings.proxy {
            notices.push(EnvironmentNotice::Proxy { address: safe(address) });
        }
        // The environment's file takes the place of the settings' own.
        if let (Some(path), None) = (&settings.ca_file, &self.environment.ca_file) {
            notices.push(EnvironmentNotice::SettingsCaFile { path: safe(path) });
        }
        if self.settings_lost {
            notices.push(EnvironmentNotice::SettingsLost);
        }
        notices
    }

    /// The time by the server's clock, as its last answer said: what it says of keys is compared with that.
    /// Until it answers, by this computer's.
    pub(crate) fn server_time(&self) -> DateTime<Utc> {
        let session = self.session().ok();
        session.map_or_else(|| self.ports.now(), |session| session.live.client().server_time())
    }

    /// How many seconds this computer's clock is behind the server's, where that is notable.
    pub(crate) fn clock_behind_by(&self) -> Option<i32> {
        notable(self.session().ok()?.live.client().clock_skew()?)
    }
}

fn notable(skew: TimeDelta) -> Option<i32> {
    let seconds = i32::try_from(skew.num_seconds());
    (skew.abs() >= NOTABLE).then(|| seconds.unwrap_or(i32::MAX))
}

/// Brings what was typed into one form.
fn tidy(settings: &mut Settings) -> Result<(), SettingsError> {
    if let ProxyChoice::Manual { address } = &mut settings.proxy {
        *address = ProxyAddress::parse(address)
            .map_err(|problem| SettingsError::Proxy { problem: proxy_problem(problem) })?
            .to_string();
    }
    let path = settings.ca_file.as_deref().map(str::trim).filter(|path| !path.is_empty());
    settings.ca_file = path.map(str::to_owned);
    Ok(())
}

/// `forced` is the file that the environment names; it takes the place of the settings' own.
fn connect(
    address: ApiAddress,
    forced: Option<&Path>,
    settings: &Settings,
    clock: &Clock,
) -> Result<Client, NoWay> {
    let proxy = match &settings.proxy {
        ProxyChoice::System => Proxy::System,
        ProxyChoice::None => Proxy::None,
        ProxyChoice::Manual { address } => {
            Proxy::At(ProxyAddress::parse(address).map_err(|_| NoWay::Proxy)?)
        }
    };
    let file = forced.or(settings.ca_file.as_deref().map(Path::new));
    let unusable = || NoWay::CaFile(file.map(Path::to_path_buf).unwrap_or_default());
    let extra_ca_pem = match file {
        Some(path) => Some(read(path).ok_or_else(unusable)?),
        None => None,
    };
    let options = ConnectOptions::new(address, Arc::clone(clock));
    Client::new(ConnectOptions { extra_ca_pem, proxy, ..options }).map_err(|error| match error {
        ClientError::Authorities => unusable(),
        ClientError::Proxy => NoWay::Proxy,
        ClientError::EnvironmentProxy { variable } => NoWay::EnvironmentProxy(variable),
    })
}

/// An ordinary file of a sensible size: anything else could be read for ever.
fn read(path: &Path) -> Option<Vec<u8>> {
    if !std::fs::metadata(path).ok()?.is_file() {
        return None;
    }
    let mut pem = Vec::new();
    File::open(path).ok()?.take(LARGEST_CA_FILE + 1).read_to_end(&mut pem).ok()?;
    (pem.len() as u64 <= LARGEST_CA_FILE).then_some(pem)
}

fn proxy_problem(problem: ProxyProblem) -> settings::ProxyProblem {
    match problem {
        ProxyProblem::Unreadable => settings::ProxyProblem::Unreadable,
        ProxyProblem::Scheme => settings::ProxyProblem::Scheme,
        ProxyProblem::Credentials => settings::ProxyProblem::Credentials,
        ProxyProblem::Extras => settings::ProxyProblem::Extras,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Environment, support};
    use sigsentry_keys_platform::keychain::{Keychain, SystemSecretStore};

    /// Of no one: it was made for this test, and its key thrown away.
    const AUTHORITY: &str = include_str!("authority.pem");

    fn app(folder: &Path, environment: Environment) -> App {
        support::app_in(folder, environment, Keychain::new(SystemSecretStore::default()))
    }

    fn manual(address: &str) -> ProxyChoice {
        ProxyChoice::Manual { address: address.to_owned() }
    }

    #[test]
    fn what_cannot_be_used_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let app = app(folder.path(), Environment::default());
        let nonsense = folder.path().join("nonsense.pem");
        std::fs::write(&nonsense, "nonsense").unwrap();
        let missing = folder.path().join("missing.pem");
        let proxy = |problem| SettingsError::Proxy { problem };
        for (choice, ca_file, error) in [
            (manual("me:pw@proxy:1"), None, proxy(settings::ProxyProblem::Credentials)),
            (manual("two words"), None, proxy(settings::ProxyProblem::Unreadable)),
            (ProxyChoice::System, Some(&nonsense), SettingsError::CaFile),
            (ProxyChoice::System, Some(&missing), SettingsError::CaFile),
            (ProxyChoice::System, Some(&folder.path().to_owned()), SettingsError::CaFile),
        ] {
            let ca_file = ca_file.map(|path| path.to_string_lossy().into_owned());
            let asked = Settings { proxy: choice, ca_file, ..Settings::default() };
            assert_eq!(app.change_settings(asked), Err(error));
            assert_eq!(app.settings(), Settings::default());
            assert_eq!(settings_file::read(folder.path()).settings, Settings::default());
        }
    }

    #[test]
    fn what_can_be_used_is_kept_in_one_form() {
        let folder = tempfile::tempdir().unwrap();
        let app = app(folder.path(), Environment::default());
        let file = folder.path().join("authority.pem");
        std::fs::write(&file, AUTHORITY).unwrap();
        let path = file.to_string_lossy().into_owned();
        let asked = Settings {
            proxy: manual(" Proxy.corp.example:3128/ "),
            ca_file: Some(format!(" {path} ")),
            ..Settings::default()
        };
        app.change_settings(asked).unwrap();
        let kept = Settings {
            proxy: manual("http://proxy.corp.example:3128"),
            ca_file: Some(path),
            ..Settings::default()
        };
        assert_eq!((&app.settings(), &settings_file::read(folder.path()).settings), (&kept, &kept));
        let address = || ApiAddress::parse(DEFAULT_ADDRESS).unwrap();
        assert!(app.connect(address()).is_ok());
        // The file goes: the next connection says so, and other settings can still be changed.
        std::fs::remove_file(&file).unwrap();
        let gone = app.connect(address()).err();
        assert!(matches!(gone, Some(SignInError::CaFile { forced: false, .. })), "{gone:?}");
        app.change_settings(Settings { start_masked: true, ..kept.clone() }).unwrap();
        app.change_settings(Settings { proxy: ProxyChoice::None, ..kept }).unwrap();
    }

    #[test]
    fn the_environments_file_takes_the_place_of_the_settings() {
        let folder = tempfile::tempdir().unwrap();
        let forced = folder.path().join("forced.pem");
        let environment = Environment { ca_file: Some(forced.clone()), ..Environment::default() };
        let app = app(folder.path(), environment);
        let file = folder.path().join("authority.pem");
        std::fs::write(&file, AUTHORITY).unwrap();
        let ca_file = Some(file.to_string_lossy().into_owned());
        app.change_settings(Settings { ca_file, ..Settings::default() }).unwrap();
        let address = || ApiAddress::parse(DEFAULT_ADDRESS).unwrap();
        let path = forced.to_string_lossy().into_owned();
        assert_eq!(app.connect(address()).err(), Some(SignInError::CaFile { path, forced: true }));
        std::fs::write(&forced, AUTHORITY).unwrap();
        assert!(app.connect(address()).is_ok());
    }

    #[test]
    fn a_clock_is_named_where_it_misleads() {
        assert_eq!(notable(TimeDelta::minutes(9)), None);
        assert_eq!(notable(TimeDelta::minutes(-9)), None);
        assert_eq!(notable(TimeDelta::days(1)), Some(86_400));
        assert_eq!(notable(TimeDelta::days(-1)), Some(-86_400));
    }
}
