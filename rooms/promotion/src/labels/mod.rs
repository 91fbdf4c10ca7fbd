//! Wordings of labels, and how their pieces sell: an honest comparison.

mod actions;
mod compare;
mod inputs;
mod interval;
mod store;
mod types;

pub use actions::{labels_of, load_labels, record_labels, take_labels_back};
pub use compare::{Compared, OfVariant, Said, compared};
pub use inputs::{
    LabelChangeKind, LabelKind, LabelsId, ListLabels, OneLabels, RecordLabels, TakeLabelsBack,
    Variant,
};
pub use interval::Interval;
pub use store::PER_PAGE as LABELS_PER_PAGE;
pub use types::Labels;
