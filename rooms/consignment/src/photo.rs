//! Pictures of what is wrong, kept beside their line.

/// A picture as it is kept: JPEG, without what a camera wrote beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture(pub Vec<u8>);

impl Picture {
    pub const MIME: &'static str = "image/jpeg";
}

/// The pictures of a form's lines, in their order.
#[derive(Debug, Clone, Default)]
pub struct Pictures(pub Vec<Option<Picture>>);

impl Pictures {
    pub fn at(&self, line: usize) -> Option<&Picture> {
        self.0.get(line).and_then(Option::as_ref)
    }
}
