use sigsentry_sandbox::{Config, ListShape, Seed};
use std::path::PathBuf;

pub(crate) const HELP: &str = "\
sigsentry-sandbox: a SigSentry-compatible server on loopback

  --seed demo|hostile|empty|keys=N   what is in it (demo)
  --port N                           port on loopback (0: a free one)
  --tls                              HTTPS with a certificate of its own
  --ca-file PATH                     where the certificate authority is written to
                                     (a temporary file, which goes with the server)
  --list-shape paged|array           shape of the list of keys (paged)
  --token-life SECONDS               how long a session lives (86400)
  --rate-limit READS,MUTATIONS       requests per minute and caller (600,120)
  --quota N                          keys in force before QUOTA_EXCEEDED (no limit)
  --fault JSON                       a fault from the start; may be repeated
  --control                          tests may steer it under /__control
  --until-stdin-closes               end when the program that started it is gone
  --print-openapi                    print the OpenAPI document and end

When it is ready it prints one line of JSON: url, caFile and the accounts of the demo.";

/// What the command line asks for.
#[derive(Debug)]
pub(crate) enum Asked {
    Help,
    OpenApi,
    Serve { config: Config, until_stdin_closes: bool },
}

/// Reads the command line; the error is a sentence.
pub(crate) fn read(mut given: impl Iterator<Item = String>) -> Result<Asked, String> {
    let mut config = Config::default();
    let mut until_stdin_closes = false;
    while let Some(argument) = given.next() {
        let mut value = || given.next().ok_or(format!("{argument} needs a value"));
        match argument.as_str() {
            "--help" => return Ok(Asked::Help),
            "--print-openapi" => return Ok(Asked::OpenApi),
            "--tls" => config.tls = true,
            "--control" => config.control = true,
            "--until-stdin-closes" => until_stdin_closes = true,
            "--port" => config.port = number(&value()?)?,
            "--ca-file" => config.ca_file = Some(PathBuf::from(value()?)),
            "--token-life" => config.token_life_seconds = number(&value()?)?,
            "--quota" => config.quota = Some(number(&value()?)?),
            "--fault" => {
                let fault = serde_json::from_str(&value()?).map_err(|error| error.to_string())?;
                config.faults.push(fault);
            }
            "--rate-limit" => {
                let limits = value()?;
                let (reads, mutations) =
                    limits.split_once(',').ok_or("--rate-limit needs READS,MUTATIONS")?;
                config.reads_per_minute = number(reads)?;
                config.mutations_per_minute = number(mutations)?;
            }
            "--list-shape" => config.list_shape = list_shape(&value()?)?,
            "--seed" => config.seed = seed(&value()?)?,
            other => return Err(format!("no option {other}; see --help")),
        }
    }
    Ok(Asked::Serve { config, until_stdin_closes })
}

fn list_shape(text: &str) -> Result<ListShape, String> {
    match text {
        "paged" => Ok(ListShape::Paged),
        "array" => Ok(ListShape::Array),
        other => Err(format!("no list shape {other}")),
    }
}

fn seed(text: &str) -> Result<Seed, String> {
    match text {
        "demo" => Ok(Seed::Demo),
        "hostile" => Ok(Seed::Hostile),
        "empty" => Ok(Seed::Empty),
        other => match other.strip_prefix("keys=") {
            Some(keys) => number(keys).map(Seed::Keys),
            None => Err(format!("no seed {other}")),
        },
    }
}

fn number<N: std::str::FromStr>(text: &str) -> Result<N, String> {
    text.parse().map_err(|_| format!("{text} is no number that fits"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(line: &str) -> Result<Config, String> {
        match read(line.split_whitespace().map(str::to_owned))? {
            Asked::Serve { config, .. } => Ok(config),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn every_option_arrives() {
        let config = config(
            "--seed keys=500 --port 4000 --tls --ca-file ca.pem --list-shape array \
             --token-life 60 --rate-limit 10,2 --quota 7 --fault {\"status\":500} --control",
        )
        .unwrap();
        assert_eq!(config.seed, Seed::Keys(500));
        assert_eq!((config.port, config.tls, config.control), (4000, true, true));
        assert_eq!(config.ca_file, Some(PathBuf::from("ca.pem")));
        assert_eq!(config.list_shape, ListShape::Array);
        assert_eq!((config.token_life_seconds, config.quota), (60, Some(7)));
        assert_eq!((config.reads_per_minute, config.mutations_per_minute), (10, 2));
        assert_eq!(config.faults.len(), 1);
    }

    #[test]
    fn it_outlives_its_standard_input_unless_told_otherwise() {
        for (line, told) in [("--tls", false), ("--until-stdin-closes", true)] {
            let asked = read(line.split_whitespace().map(str::to_owned)).unwrap();
            assert!(
                matches!(asked, Asked::Serve { until_stdin_closes, .. } if until_stdin_closes == told)
            );
        }
    }

    #[test]
    fn what_makes_no_sense_is_one_sentence() {
        for (line, word) in [
            ("--seed nothing", "nothing"),
            ("--port", "--port needs a value"),
            ("--port many", "many"),
            ("--frobnicate", "--frobnicate"),
            ("--rate-limit 10", "READS,MUTATIONS"),
            ("--fault {\"operation\":\"creat\"}", "creat"),
            ("--fault {\"dropAfterComit\":true}", "dropAfterComit"),
        ] {
            let sentence = config(line).unwrap_err();
            assert!(sentence.contains(word), "{line}: {sentence}");
        }
    }
}
