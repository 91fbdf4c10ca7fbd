use std::fmt;

/// Why a command ended without doing its work, and what to do next.
#[derive(Debug)]
pub struct Failure {
    what: String,
    hint: Option<String>,
}

impl Failure {
    pub fn new(what: impl Into<String>) -> Self {
        Self { what: what.into(), hint: None }
    }
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)?;
        match &self.hint {
            Some(hint) => write!(f, "\n{hint}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Failure {}

impl From<db::Error> for Failure {
    fn from(error: db::Error) -> Self {
        use words::Speak;
        match error {
            db::Error::Refused(refusal) => Self::new(kernel::Lang::En.refusal(&refusal)),
            db::Error::Unavailable(reason) => {
                Self::new(format!("The database cannot be used: {reason}.")).hint("Check that its disk is not full, that it is running, and that --data or --database is right.")
            }
            other => Self::new(format!("The database says: {other}")),
        }
    }
}
