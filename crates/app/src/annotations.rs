use crate::{App, held};
use sigsentry_keys_contract::annotation::{AnnotationError, AnnotationView, SaveAnnotationRequest};
use sigsentry_keys_core::{activity::Deed, annotation::Annotation};
use std::sync::Arc;

impl App {
    /// What is noted about a key; none where nothing can be kept.
    pub(crate) fn annotation(&self, key_id: &str) -> Option<AnnotationView> {
        let noted = self.storage.read(|store| store.annotation(key_id))?;
        Some(noted.map(|noted| AnnotationView::from(&noted)).unwrap_or_default())
    }

    /// Notes something about a key.
    ///
    /// # Errors
    /// [`AnnotationError`].
    pub async fn save_annotation(
        self: &Arc<Self>,
        request: SaveAnnotationRequest,
    ) -> Result<AnnotationView, AnnotationError> {
        let app = Arc::clone(self);
        let saved = self.ports.off_thread(move || app.annotate(request)).await;
        saved.unwrap_or(Err(AnnotationError::NotWritten))
    }

    /// Shows what is noted about a key in the inventory, too.
    pub(crate) fn note(&self, key_id: &str, annotation: Annotation) {
        if let Some(inventory) = &mut held(&self.account).inventory {
            Arc::make_mut(inventory).notes_mut().put(key_id, annotation);
        }
    }

    /// Writes to the disk.
    pub(crate) fn annotate(
        &self,
        request: SaveAnnotationRequest,
    ) -> Result<AnnotationView, AnnotationError> {
        let key_id = request.key_id.clone();
        let annotation = request.read(self.ports.now())?;
        // A page that has not heard of a switch yet speaks of another account's key.
        if !self.with_inventory(|inventory| inventory.key(&key_id).is_some()).unwrap_or_default() {
            return Err(AnnotationError::NoSuchKey);
        }
        self.storage
            .with_store(|store| store.annotate(&key_id, &annotation))
            .ok_or(AnnotationError::NothingIsKept)?
            .map_err(|_| AnnotationError::NotWritten)?;
        self.note(&key_id, annotation.clone());
        self.log(&key_id, Deed::Annotated);
        Ok(AnnotationView::from(&annotation))
    }
}
