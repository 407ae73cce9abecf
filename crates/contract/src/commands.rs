// Every command, declared once: its name, what the page gives it, what it answers, the error that it
// rejects with, and the windows that may call it. From here come the list that `build.rs` declares to
// Tauri, the handlers, the page's typed door (`cargo xtask bindings`) and the check of the windows'
// capabilities. A new command is a line here, a function in `src-tauri/src/commands`, and a line in a
// capability.
commands! {
    /// What the next form that is typed in this window is sealed for.
    form_key() -> FormKey => [sign_in, passphrase];
    /// This page has drawn itself: its window is never shown empty.
    page_ready() -> () => [main, sign_in, passphrase];
    /// Makes everything larger or smaller, in every window; kept.
    zoom(step: ZoomStep) -> () => [main, sign_in, passphrase];
    /// Ends the app, unless something is under way or held.
    quit_app() -> (), CloseRequested => [main];
    /// The settings in force.
    settings() -> Settings => [main, sign_in];
    /// What was not written holds until the app quits all the same.
    save_settings(settings: Settings) -> (), SettingsError => [main, sign_in];
    /// What went wrong since the app was started, as text for a bug report.
    trouble_report() -> TroubleReport => [main];
    /// Who is signed in, or whose inventory is shown without a session.
    session_state() -> SessionState => [main];
    /// Opens the sign-in window, or raises it.
    open_sign_in(purpose: SignInPurpose) -> (), OpenSignInError => [main];
    /// Signs out of the account that is open, and goes on with the next one.
    sign_out(scope: SignOutScope) -> (), CloseRequested => [main];
    /// What the sign-in window starts with.
    sign_in_options() -> SignInOptions => [sign_in];
    /// Signs in; this window ends.
    sign_in(request: SealedForm<SignInRequest>) -> (), SignInError => [sign_in];
    /// The accounts that this computer keeps, in the order in which they came to it.
    accounts() -> Vec<AccountEntry> => [main, sign_in];
    /// Opens another account. Where that fails, the account before is still open.
    switch_account(id: String) -> (), SwitchAccountError => [main];
    /// Gives an account another name and colour.
    label_account(request: LabelAccountRequest) -> (), LabelAccountError => [main];
    /// Reads projects and keys anew. What was there before stays if that fails. Gently, while no one
    /// waits: within half of the server's rate limit, for as long as it takes.
    refresh_inventory(gently: bool) -> InventorySummary, InventoryError => [main];
    /// What the inventory is, and what its reading could not bring.
    inventory_summary() -> InventorySummary, InventoryError => [main];
    /// Reads the newest keys only: what is new, and how those stand now.
    look_for_new_keys() -> InventorySummary, InventoryError => [main];
    /// Ends the reading that is under way, if one is.
    cancel_reading() -> () => [main];
    /// The rows that are asked for.
    query_keys(query: KeyQuery) -> KeyPage, InventoryError => [main];
    /// How the keys that a query finds spread; its order and window are not heeded.
    overview(query: KeyQuery) -> InventoryOverview, InventoryError => [main];
    /// The ids and prefixes of a query's window: those that a person selects.
    select_keys(query: KeyQuery) -> Vec<SelectedKey>, InventoryError => [main];
    /// How the person left the table; none if nothing is kept, or was yet.
    table_state() -> Option<TableState> => [main];
    /// Keeps how the person left the table, and their own views, for the account that is shown.
    save_table_state(whose: String, state: TableState) -> (), TableStateError => [main];
    /// What a file of owners would do. Nothing is noted yet.
    preview_owners(table: String) -> OwnerImport, OwnersError => [main];
    /// Takes a file of owners over: all of it, or nothing.
    import_owners(table: String) -> OwnerImport, OwnersError => [main];
    /// Gives several keys the same owner.
    set_owner(request: SetOwnerRequest) -> (), OwnersError => [main];
    /// Notes that a person has left, or is there.
    set_owner_left(request: OwnerLeftRequest) -> (), OwnersError => [main];
    /// The projects that are asked for.
    query_projects(query: ProjectQuery) -> ProjectPage, InventoryError => [main];
    /// What is new since the person looked last; none if nothing is, or nothing is kept.
    news() -> Option<News> => [main];
    /// What changed, newest first.
    query_changes(query: ChangesQuery) -> ChangesPage, ChangesError => [main];
    /// What was done with keys from this computer, newest first.
    query_activity(query: ActivityQuery) -> ActivityPage, ActivityError => [main];
    /// The person has seen what is new.
    mark_changes_seen() -> (), ChangesError => [main];
    /// Writes keys, or what changed, into a new file in the folder for downloads.
    export_file(request: ExportRequest) -> Exported, ExportError => [main];
    /// Everything that is known of one key.
    key_detail(key_id: String) -> KeyDetail, InventoryError => [main];
    /// Ids of the keys that were handed over from here more than a day ago, and are not used.
    undeployed_keys() -> UndeployedKeys => [main];
    /// What there is to say of a name for a new key.
    name_advice(name: String) -> Vec<NameAdvice> => [main];
    /// Makes an SDK key: one project, permissions that cannot be chosen.
    create_sdk_key(request: CreateSdkKeyRequest) -> CreateKeyResponse, CreateKeyError => [main];
    /// Makes a project key.
    create_project_key(request: CreateProjectKeyRequest) -> CreateKeyResponse, CreateKeyError => [main];
    /// Makes an organization key.
    create_organization_key(request: CreateOrganizationKeyRequest) -> CreateKeyResponse, CreateKeyError => [main];
    /// Sends the last attempt again under its idempotency key: the same key comes back.
    retry_creation() -> CreateKeyResponse, CreateKeyError => [main];
    /// Width, height and scale, then pixels; see `contract::custody`.
    reveal_key(ticket: String, scale: f32, theme: Theme) -> Pixels, CustodyError => [main];
    /// Puts the value into the clipboard, for as long as the settings say.
    copy_key(ticket: String, format: CopyFormat) -> LeaseState, CopyError => [main];
    /// How long the lease that runs lasts.
    clipboard_lease() -> Option<LeaseState> => [main];
    /// Ends the lease that runs.
    end_clipboard_lease() -> Option<LeaseEnd> => [main];
    /// One character, on the person's explicit request; none past the end.
    spell_key(ticket: String, index: u32) -> Option<SpelledCharacter>, CustodyError => [main];
    /// Wipes the value: the person is done with it.
    dismiss_key(ticket: String) -> Receipt, CustodyError => [main];
    /// Wipes what a page held that is gone, and says which keys these are.
    take_abandoned_keys() -> Vec<AbandonedKey> => [main];
    /// Looks which programs there are.
    destinations(ticket: String) -> Vec<DestinationView>, CustodyError => [main];
    /// What a sending will do: the command, what decides where it goes, and the place.
    plan_sending(request: SendRequest) -> SendPlan, SendError => [main];
    /// Who is signed in at a destination.
    destination_identity(request: SendRequest) -> Identity, SendError => [main];
    /// Sends the value. It stays held.
    send_key(request: SendRequest) -> Sent, SendError => [main];
    /// Compares the value with its last characters, or with what lies in the clipboard: Rust reads that itself.
    check_stored_value(ticket: String, ending: Option<String>) -> PasteBack, CustodyError => [main];
    /// Reads the key again before the person is asked.
    preview_revocation(key_id: String) -> RevocationPreview, RevokeError => [main];
    /// Revokes a key.
    revoke_key(request: RevokeKeyRequest) -> RevokeKeyResponse, RevokeError => [main];
    /// What replacing a key would do. Reads the key again.
    plan_rotation(key_id: String) -> RotationPlan, RotationError => [main];
    /// Makes a replacement with the same scope and permissions; its value is held.
    begin_rotation(request: BeginRotationRequest) -> CreateKeyResponse, RotationError => [main];
    /// Makes another replacement for a rotation whose replacement is missing, or its value.
    replace_again(rotation_id: String, name: String) -> CreateKeyResponse, RotationError => [main];
    /// Every rotation under way, the newest first.
    rotations() -> Vec<RotationView> => [main];
    /// The same, with the keys of all of them read again.
    look_at_rotations() -> Vec<RotationView>, RotationError => [main];
    /// Puts a rotation on hold, with both keys live, or goes on with it.
    hold_rotation(rotation_id: String, on_hold: bool) -> RotationView, RotationError => [main];
    /// The person says what a place of a rotation has.
    mark_place(request: MarkPlaceRequest) -> RotationView, RotationError => [main];
    /// What sending the value to a place of its rotation will do.
    plan_place(request: SendToPlaceRequest) -> SendPlan, SendError => [main];
    /// Sends the value to a place of its rotation, in place of the old one. It stays held.
    send_to_place(request: SendToPlaceRequest) -> Sent, SendError => [main];
    /// Forgets a rotation: every key of it that is live stays live.
    end_rotation(rotation_id: String) -> () => [main];
    /// Which of these keys would be revoked together, and why not the others. Reads all keys again.
    preview_bulk_revocation(key_ids: Vec<String>) -> BulkRevocation, BulkError => [main];
    /// Revokes these keys, one after the other, each read again before; `bulk-progress` says how far.
    revoke_keys(key_ids: Vec<String>) -> BulkRevocation, BulkError => [main];
    /// Goes on where a bulk revocation stopped.
    resume_revocations() -> BulkRevocation, BulkError => [main];
    /// Stops a bulk revocation after the key that is under way.
    stop_revocations() -> () => [main];
    /// The bulk revocation that stopped, or whose end the person has not seen yet.
    bulk_revocation() -> Option<BulkRevocation> => [main];
    /// The person has seen how it ended, or gives up what waits.
    forget_bulk_revocation() -> () => [main];
    /// Begins a review of the keys that a query finds, in place of one that was not signed off.
    begin_review(query: KeyQuery, about: String) -> ReviewView, ReviewError => [main];
    /// The review that is not signed off.
    review() -> Option<ReviewView> => [main];
    /// Decides about keys of the review.
    decide_review(request: DecideRequest) -> (), ReviewError => [main];
    /// Gives the review up that is not signed off.
    drop_review() -> () => [main];
    /// Signs the review off, and writes it as two files into the folder for downloads.
    sign_off_review() -> SignedOff, ReviewError => [main];
    /// What the last sign-off wants done, and is not.
    proposals() -> Option<Proposals> => [main];
    /// Looks for values of keys where they should not be, on this computer alone.
    triage(source: TriageSource) -> TriageReport, TriageError => [main];
    /// Stops looking; what was found until then is told.
    stop_triage() -> () => [main];
    /// Asks the person for a file or a folder; none if they turn away.
    choose_path(folder: bool) -> ChosenPath => [main, sign_in];
    /// Whether anything is kept on this computer.
    keeping() -> StorageState => [main];
    /// Asks the keychain and the disk anew; `keeping-changed` brings the outcome.
    retry_keeping() -> () => [main];
    /// The person does not want to wait for the keychain any longer.
    without_keychain() -> () => [main];
    /// Renames the store that does not open, and starts a new one.
    set_store_aside() -> (), SetAsideError => [main];
    /// The keys that creations of an earlier run brought.
    left_behind_keys() -> Vec<OrphanedKey> => [main];
    /// The person knows of such a key now.
    settle_left_behind(key_id: String) -> () => [main];
    /// Notes something about a key.
    save_annotation(request: SaveAnnotationRequest) -> AnnotationView, AnnotationError => [main];
    /// Whether the app can be locked, and when it locks itself.
    lock_state() -> LockState => [main];
    /// Locks: this page ends.
    lock_app() -> (), LockError => [main];
    /// The person touched the app.
    note_activity() -> () => [main];
    /// Opens the passphrase window.
    open_passphrase(purpose: PassphrasePurpose) -> (), OpenSignInError => [main];
    /// What the passphrase window starts with.
    passphrase_options() -> PassphraseOptions => [passphrase];
    /// Does with a passphrase what was asked for.
    use_passphrase(request: SealedForm<PassphraseRequest>) -> (), PassphraseError => [passphrase];
    /// Closes the passphrase window.
    leave_passphrase() -> () => [passphrase];
    /// The person signs in instead of typing a passphrase.
    sign_in_instead() -> (), OpenSignInError => [passphrase];
    /// Gives up what is under a passphrase that the person has forgotten.
    forget_locked() -> (), ForgetLockedError => [passphrase];
}
