//! The one place in which passwords are worked on. Each hashing takes 19 MiB on purpose, so a
//! few are done at once, on buffers that are made once and used again: what a thousand people who
//! sign in at the same time can make the house take is known beforehand.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use argon2::{Argon2, Block, Params};

use crate::No;

/// Hashings at once, each with a buffer of its own.
pub const BUFFERS_MAX: usize = 2;
/// People in the line, those at work included. More are asked to come back: the last of so many
/// waits two or three seconds already.
pub const LINE_MAX: usize = 100;

static LINE: Line = Line::new(BUFFERS_MAX, LINE_MAX);

/// Where one waits until a buffer is free.
struct Line {
    buffers_max: usize,
    people_max: usize,
    state: Mutex<State>,
    free: Condvar,
}

struct State {
    people: usize,
    made: usize,
    idle: Vec<Vec<Block>>,
}

/// A place in the line, until it is dropped. It holds no buffer.
pub struct Place(&'static Line);

/// Stands in the line of the house.
///
/// # Errors
/// [`No::SignInBusy`] when the line is full; nothing was counted or looked at.
pub fn stand_in_line() -> Result<Place, No> {
    LINE.enter()
}

impl Place {
    /// Hashes `password`, as soon as a buffer is free.
    ///
    /// # Errors
    /// What argon2 says; also when its parameters want more memory than a buffer has.
    pub fn hash(
        &self,
        argon2: &Argon2<'_>,
        password: &[u8],
        salt: &[u8],
        out: &mut [u8],
    ) -> argon2::Result<()> {
        let mut buffer = self.0.take();
        argon2.hash_password_into_with_memory(password, salt, out, buffer.blocks.as_mut_slice())
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.state().people -= 1;
    }
}

/// A buffer that goes back when it is dropped, after a panic too.
struct Buffer<'a> {
    line: &'a Line,
    blocks: Vec<Block>,
}

impl Drop for Buffer<'_> {
    fn drop(&mut self) {
        self.line.state().idle.push(std::mem::take(&mut self.blocks));
        self.line.free.notify_one();
    }
}

impl Line {
    const fn new(buffers_max: usize, people_max: usize) -> Self {
        let state = State { people: 0, made: 0, idle: Vec::new() };
        Self { buffers_max, people_max, state: Mutex::new(state), free: Condvar::new() }
    }

    fn enter(&'static self) -> Result<Place, No> {
        let mut state = self.state();
        if state.people >= self.people_max {
            return Err(No::SignInBusy);
        }
        state.people += 1;
        Ok(Place(self))
    }

    fn take(&self) -> Buffer<'_> {
        let waits = |state: &mut State| state.idle.is_empty() && state.made >= self.buffers_max;
        let state = self.free.wait_while(self.state(), waits);
        let mut state = state.unwrap_or_else(PoisonError::into_inner);
        let made = state.idle.pop();
        if made.is_none() {
            state.made += 1;
        }
        drop(state);
        let blocks = made.unwrap_or_else(|| vec![Block::new(); Params::DEFAULT.block_count()]);
        Buffer { line: self, blocks }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::{sync::Barrier, thread};

    use super::*;

    #[test]
    fn fifty_at_once_share_two_buffers() {
        static LINE: Line = Line::new(2, 50);
        let (in_line, full) = (Barrier::new(51), Barrier::new(51));
        thread::scope(|scope| {
            for n in 0..50_u8 {
                let (in_line, full) = (&in_line, &full);
                scope.spawn(move || {
                    let place = LINE.enter().expect("a place");
                    in_line.wait();
                    full.wait();
                    let (mut out, mut again) = ([0; 32], [0; 32]);
                    let argon2 = Argon2::default();
                    place.hash(&argon2, &[n; 10], &[n; 16], &mut out).expect("a hash");
                    argon2.hash_password_into(&[n; 10], &[n; 16], &mut again).expect("a hash");
                    assert_eq!(out, again, "a used buffer changes nothing");
                });
            }
            in_line.wait();
            assert!(matches!(LINE.enter(), Err(No::SignInBusy)));
            full.wait();
        });
        let state = LINE.state();
        assert_eq!((state.people, state.idle.len()), (0, state.made));
        assert!((1..=2).contains(&state.made), "{} buffers", state.made);
    }

    #[test]
    fn nobody_takes_more_than_a_buffer() {
        static LINE: Line = Line::new(1, 1);
        let place = LINE.enter().expect("a place");
        let big = Argon2::from(Params::new(Params::DEFAULT_M_COST * 2, 1, 1, None).expect("good"));
        let refused = place.hash(&big, b"kolam ikan hias", &[7; 16], &mut [0; 32]);
        assert_eq!(refused, Err(argon2::Error::MemoryTooLittle));
        let mut out = [0; 32];
        place.hash(&Argon2::default(), b"kolam ikan hias", &[7; 16], &mut out).expect("a hash");
    }

    #[test]
    fn a_buffer_comes_back_after_a_panic() {
        static LINE: Line = Line::new(1, 1);
        let broken = thread::spawn(|| {
            let _buffer = LINE.take();
            panic!("while hashing");
        });
        assert!(broken.join().is_err());
        assert_eq!(LINE.take().blocks.len(), Params::DEFAULT.block_count());
    }
}
