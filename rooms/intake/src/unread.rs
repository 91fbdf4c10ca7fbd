//! Pure: why a file was not read, as a refusal that says what to do.

use kernel::Refusal;
use sheet::Unread;

use crate::refusal::No;

/// The refusal, at the form's file.
pub fn refusal_of(unread: Unread) -> Refusal {
    let no: Refusal = match unread {
        Unread::Empty => No::Empty.into(),
        Unread::Pdf => No::Pdf.into(),
        Unread::OldExcel => No::OldExcel.into(),
        Unread::NotASheet => No::NotASheet.into(),
        Unread::Encoding => No::Encoding.into(),
        Unread::Bomb => No::Bomb.into(),
        Unread::Merged(range) => No::Merged.with("range", range),
        Unread::TooManyRows(most) => No::TooManyRows.with("most", most),
        Unread::TooManyColumns(most) => No::TooManyColumns.with("most", most),
        Unread::OpenQuote(line) => No::OpenQuote.with("row", line),
    };
    no.at("file")
}
