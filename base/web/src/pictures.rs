//! Pictures that the press paints: each once of the same figures, whoever asks and however often,
//! and never so many at a time that anybody has to wait behind them.

use std::{
    collections::HashMap,
    mem,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use axum::body::Bytes;
use db::{Error, Result};
use paper::Paper;
use tokio::{
    sync::{Semaphore, watch},
    task,
};

use crate::Press;

/// Of one generation, and there are two; one picture is some 100 KB.
const KEPT_MAX: usize = 100;
/// Pictures that are painted or wait for it.
const COMING_MAX: usize = 8;

/// What came of a picture, once something did.
type Told = Option<std::result::Result<Bytes, String>>;

/// By the digest of their figures. Two generations, as pages have: a flood drives out only itself.
#[derive(Default)]
struct Kept {
    young: HashMap<String, Bytes>,
    old: HashMap<String, Bytes>,
    coming: HashMap<String, watch::Receiver<Told>>,
}

impl Kept {
    fn find(&mut self, digest: &str) -> Option<Bytes> {
        if let Some(found) = self.young.get(digest) {
            return Some(found.clone());
        }
        let found = self.old.remove(digest)?;
        self.keep(digest.to_owned(), found.clone());
        Some(found)
    }

    fn keep(&mut self, digest: String, picture: Bytes) {
        if self.young.len() >= KEPT_MAX {
            self.old = mem::take(&mut self.young);
        }
        self.young.insert(digest, picture);
    }
}

enum Place {
    Here(Bytes),
    Coming(watch::Receiver<Told>),
    NoRoom,
}

struct Easel {
    kept: Mutex<Kept>,
    turn: Semaphore,
}

#[derive(Clone)]
pub(crate) struct Pictures(Arc<Easel>);

impl Default for Pictures {
    fn default() -> Self {
        Self(Arc::new(Easel { kept: Mutex::default(), turn: Semaphore::new(1) }))
    }
}

impl Pictures {
    /// The picture of these figures; none while too many others are on their way.
    pub async fn of(&self, paper: Paper, press: Press) -> Result<Option<Bytes>> {
        match self.place(paper, press, COMING_MAX) {
            Place::Here(picture) => Ok(Some(picture)),
            Place::Coming(coming) => come(coming).await.map(Some),
            Place::NoRoom => Ok(None),
        }
    }

    /// The same however many are on their way: for the few that stand in for others.
    pub async fn surely(&self, paper: Paper, press: Press) -> Result<Bytes> {
        match self.place(paper, press, usize::MAX) {
            Place::Here(picture) => Ok(picture),
            Place::Coming(coming) => come(coming).await,
            Place::NoRoom => Err(Error::fault("there is no room for a picture")),
        }
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn place(&self, paper: Paper, press: Press, most: usize) -> Place {
        let digest = paper.digest();
        let mut kept = self.kept();
        if let Some(picture) = kept.find(&digest) {
            return Place::Here(picture);
        }
        if let Some(coming) = kept.coming.get(&digest) {
            return Place::Coming(coming.clone());
        }
        if kept.coming.len() >= most {
            return Place::NoRoom;
        }
        let (tell, coming) = watch::channel(None);
        kept.coming.insert(digest.clone(), coming.clone());
        tokio::spawn(self.clone().paint(digest, paper, press, tell));
        Place::Coming(coming)
    }

    /// Goes on when the one who asked has left: others may wait for the same.
    async fn paint(self, digest: String, paper: Paper, press: Press, tell: watch::Sender<Told>) {
        let _turn = self.0.turn.acquire().await;
        let work = task::spawn_blocking(move || press(&paper, "")).await;
        let made = work.map_err(Error::fault).and_then(|made| made);
        let made = made.map(Bytes::from).map_err(|error| error.to_string());
        let mut kept = self.kept();
        kept.coming.remove(&digest);
        if let Ok(picture) = &made {
            kept.keep(digest, picture.clone());
        }
        drop(kept);
        tell.send_replace(Some(made));
    }
}

async fn come(mut coming: watch::Receiver<Told>) -> Result<Bytes> {
    let told = coming.wait_for(Option::is_some).await.map_err(Error::fault)?.clone();
    told.unwrap_or_else(|| Err("the press went away".to_owned())).map_err(Error::fault)
}

#[cfg(test)]
mod tests {
    use std::{
        sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst},
        thread,
        time::Duration,
    };

    use kernel::{Day, Lang};
    use serde_json::json;
    use tokio::task::JoinHandle;
    use uuid::Uuid;

    use super::*;

    fn card(n: usize) -> Paper {
        let about = (Uuid::nil(), "", Day::new(2025, 11, 3).expect("a day"));
        Paper::of("kartu", Lang::Id, about, json!({ "n": n })).as_picture()
    }

    static OPEN: AtomicBool = AtomicBool::new(false);
    static PAINTED: AtomicUsize = AtomicUsize::new(0);
    static AT_ONCE: AtomicUsize = AtomicUsize::new(0);

    /// Paints nothing until it is let.
    fn held(paper: &Paper, _: &str) -> Result<Vec<u8>> {
        assert_eq!(AT_ONCE.fetch_add(1, SeqCst), 0, "one at a time");
        while !OPEN.load(SeqCst) {
            thread::sleep(Duration::from_millis(1));
        }
        AT_ONCE.fetch_sub(1, SeqCst);
        PAINTED.fetch_add(1, SeqCst);
        Ok(paper.digest().into_bytes())
    }

    #[tokio::test]
    async fn a_flood_of_pictures_is_a_short_line() {
        let pictures = Pictures::default();
        let ask = |n: usize| {
            let pictures = pictures.clone();
            tokio::spawn(async move { pictures.of(card(n % 20), held).await })
        };
        let asked: Vec<JoinHandle<_>> = (0..100).map(ask).collect();
        let no_room = 100 - 5 * COMING_MAX;
        while asked.iter().filter(|one| one.is_finished()).count() < no_room {
            task::yield_now().await;
        }
        assert_eq!(pictures.kept().coming.len(), COMING_MAX);
        // Whoever leaves takes nothing from those who wait for the same, nor a place for good.
        asked[0].abort();
        let for_all = {
            let pictures = pictures.clone();
            tokio::spawn(async move { pictures.surely(card(99), held).await })
        };
        OPEN.store(true, SeqCst);
        let mut came = 0;
        for one in asked.into_iter().skip(1) {
            came += usize::from(one.await.expect("an answer").expect("a picture").is_some());
        }
        assert_eq!(came, 5 * COMING_MAX - 1);
        let own = for_all.await.expect("an answer").expect("a picture");
        assert_eq!(own, card(99).digest());
        assert_eq!(PAINTED.load(SeqCst), COMING_MAX + 1, "each once");
        assert!(pictures.kept().coming.is_empty());
        let again = pictures.of(card(0), held).await.expect("a picture").expect("it is kept");
        assert_eq!((again, PAINTED.load(SeqCst)), (card(0).digest().into(), COMING_MAX + 1));
    }

    #[tokio::test]
    async fn a_picture_that_fails_is_tried_again() {
        static TRIED: AtomicUsize = AtomicUsize::new(0);
        fn broken_once(_: &Paper, _: &str) -> Result<Vec<u8>> {
            match TRIED.fetch_add(1, SeqCst) {
                0 => Err(Error::fault("a broken template")),
                _ => Ok(vec![1]),
            }
        }
        let pictures = Pictures::default();
        let (one, other) =
            tokio::join!(pictures.of(card(0), broken_once), pictures.of(card(0), broken_once));
        for failed in [one, other] {
            assert!(failed.expect_err("a fault").to_string().contains("a broken template"));
        }
        assert!(pictures.of(card(0), broken_once).await.expect("a picture").is_some());
    }

    #[test]
    fn a_flood_of_figures_does_not_drive_out_what_is_asked_for() {
        let mut kept = Kept::default();
        kept.keep("asked".to_owned(), Bytes::new());
        for n in 0..10 * KEPT_MAX {
            kept.keep(n.to_string(), Bytes::new());
            assert!(kept.young.len() + kept.old.len() <= 2 * KEPT_MAX);
            assert!(n % 50 > 0 || kept.find("asked").is_some(), "after {n}");
        }
        assert!(kept.find("0").is_none(), "nobody asked for it again");
    }
}
