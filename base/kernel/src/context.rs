use crate::{Actor, Day, Id, Ids, Lang, Time, Zone};

/// Everything that an action may know of the world: who acts, when, in which language.
/// There is no other clock and no other source of ids in a room.
#[derive(Clone)]
pub struct Context {
    pub actor: Actor,
    pub now: Time,
    pub zone: Zone,
    pub lang: Lang,
    pub ids: Ids,
}

impl Context {
    /// Today's business day, in the zone of the one who acts.
    pub fn today(&self) -> Day {
        self.now.day(self.zone)
    }
    pub fn fresh_id<K>(&self) -> Id<K> {
        self.ids.fresh(self.now)
    }
}
