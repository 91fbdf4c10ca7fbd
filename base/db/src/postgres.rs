use crate::{Result, Row, Sql, value::Value};
pub(crate) struct Session;
impl Session {
    pub(crate) fn visit(
        &mut self,
        _: Sql,
        _: &[Value<'_>],
        _: &mut dyn FnMut(&Row<'_>) -> bool,
    ) -> Result<()> {
        Err(crate::Error::fault("soon"))
    }
    pub(crate) fn run(&mut self, _: Sql, _: &[Value<'_>]) -> Result<u64> {
        Err(crate::Error::fault("soon"))
    }
    pub(crate) fn run_many(&mut self, _: &[(Sql, Vec<Value<'_>>)]) -> Result<()> {
        Err(crate::Error::fault("soon"))
    }
    pub(crate) fn lock(&mut self, _: i64) -> Result<()> {
        Ok(())
    }
    pub(crate) fn script(&mut self, _: &str) -> Result<()> {
        Err(crate::Error::fault("soon"))
    }
}
