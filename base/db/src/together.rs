//! Talking to PostgreSQL without waiting for an answer before the next is sent.

use std::{
    future::{Future, poll_fn},
    pin::Pin,
    task::Poll,
};

type One<F, T, E> = (Pin<Box<F>>, Option<Result<T, E>>);

/// Polls all from the first poll on, in order; what came of each, or the first failure in that
/// order.
pub(crate) async fn all_of<'f, T, E, F: Future<Output = Result<T, E>> + 'f>(
    futures: impl Iterator<Item = F>,
) -> Result<Vec<T>, E> {
    let mut waiting: Vec<One<F, T, E>> = futures.map(|future| (Box::pin(future), None)).collect();
    poll_fn(|cx| {
        let mut all = true;
        for (future, done) in &mut waiting {
            if done.is_none() {
                match future.as_mut().poll(cx) {
                    Poll::Ready(result) => *done = Some(result),
                    Poll::Pending => all = false,
                }
            }
        }
        if all { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    waiting.into_iter().filter_map(|(_, done)| done).collect()
}
