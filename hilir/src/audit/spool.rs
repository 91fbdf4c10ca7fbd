//! Papers that wait to be printed, in a file without a name: they are read within one picture of the
//! database, and printing takes a thousand times longer than a picture should be held.

use std::{
    collections::BTreeMap,
    fs::File,
    io::{BufReader, BufWriter, Seek, SeekFrom, Write},
    sync::Arc,
};

use paper::Paper;
use serde::{Deserialize, Serialize};

use super::Trouble;

/// A paper and where it goes.
#[derive(Debug, Serialize, Deserialize)]
pub struct Waiting {
    /// Its name in the pack, without an ending.
    pub stem: String,
    /// The address under which it is printed on any other day.
    pub path: String,
    pub paper: Paper,
    /// Which of the logos.
    logo: Option<usize>,
}

pub struct Spool {
    file: BufWriter<File>,
    /// Each once: a unit has few, and every paper has one.
    logos: Vec<Arc<[u8]>>,
    count: i64,
    /// How often each name was asked for.
    names: BTreeMap<String, u32>,
}

impl Spool {
    pub fn new() -> Result<Self, Trouble> {
        let file = BufWriter::new(tempfile::tempfile()?);
        Ok(Self { file, logos: Vec::new(), count: 0, names: BTreeMap::new() })
    }

    /// How many wait.
    pub const fn count(&self) -> i64 {
        self.count
    }

    /// Lets a paper wait; its name in the pack, without an ending: the second `a` is `a-2`.
    pub fn put(&mut self, stem: String, path: &str, paper: Paper) -> Result<String, Trouble> {
        let logo = paper.head.logo.clone().map(|logo| self.logo(logo));
        let stem = self.free(stem);
        let waiting = Waiting { stem: stem.clone(), path: path.to_owned(), paper, logo };
        serde_json::to_writer(&mut self.file, &waiting)?;
        self.file.write_all(b"\n")?;
        self.count += 1;
        Ok(stem)
    }

    fn free(&mut self, stem: String) -> String {
        let mut free = stem.clone();
        while let Some(times) = self.names.get_mut(&free) {
            *times += 1;
            free = format!("{stem}-{times}");
        }
        self.names.insert(free.clone(), 1);
        free
    }

    fn logo(&mut self, logo: Arc<[u8]>) -> usize {
        self.logos.iter().position(|known| *known == logo).unwrap_or_else(|| {
            self.logos.push(logo);
            self.logos.len() - 1
        })
    }

    /// One after the other, in their order.
    pub fn drain(self) -> Result<impl Iterator<Item = Result<Waiting, Trouble>>, Trouble> {
        let whole = self.file.into_inner().map_err(|error| Trouble::File(error.to_string()));
        let mut file = whole?;
        file.seek(SeekFrom::Start(0))?;
        let all = serde_json::Deserializer::from_reader(BufReader::new(file)).into_iter();
        let logos = self.logos;
        Ok(all.map(move |one: Result<Waiting, _>| {
            let mut one = one?;
            one.paper.head.logo = one.logo.and_then(|at| logos.get(at).cloned());
            Ok(one)
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::{Day, Lang};
    use serde_json::json;
    use uuid::Uuid;

    #[test]
    fn what_comes_out_is_what_went_in() {
        let mut spool = Spool::new().expect("a file");
        let logos: [Option<Arc<[u8]>>; 4] =
            [Some([1, 2].into()), None, Some([3].into()), Some([1, 2].into())];
        let day = Day::new(2025, 11, 3).expect("a day");
        for (at, logo) in logos.iter().enumerate() {
            let number = format!("N/\"{at}\"\n");
            let about = (Uuid::nil(), number.as_str(), day);
            let mut paper = Paper::of("nota", Lang::En, about, json!({"at": at}));
            paper.head.logo = logo.clone();
            spool.put(format!("nota/{at}"), "/nota", paper).expect("put");
        }
        assert_eq!((spool.count(), spool.logos.len()), (4, 2));
        let about = (Uuid::nil(), "N", day);
        let twice = Paper::of("nota", Lang::En, about, json!({}));
        let name = spool.put("nota/3".to_owned(), "/nota", twice).expect("put");
        assert_eq!(name, "nota/3-2", "a name that is taken gets a number");
        let all: Vec<_> = spool.drain().expect("a file").map(|one| one.expect("one")).collect();
        let seen = all.iter().map(|one| one.paper.head.logo.clone());
        assert_eq!(seen.take(4).collect::<Vec<_>>(), logos);
        assert_eq!((all[2].stem.as_str(), &all[2].paper.figures), ("nota/2", &json!({"at": 2})));
    }
}
