//! Pure: the order of a product's photos.

/// The position of a photo that comes after so many others. Gaps are left, so that a row may be
/// set between two others by hand.
pub fn after(others: usize) -> i64 {
    (others as i64 + 1) * 10
}

/// The order with `one` at `place`, counted from 1; a place beyond the end is the last.
pub fn moved<T: Copy + PartialEq>(all: &[T], one: T, place: i64) -> Vec<T> {
    let mut order: Vec<T> = all.iter().copied().filter(|other| *other != one).collect();
    let at = usize::try_from(place - 1).unwrap_or(0).min(order.len());
    order.insert(at, one);
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_photo_moves_among_the_others() {
        for (one, place, order) in [
            ('c', 1, ['c', 'a', 'b']),
            ('a', 3, ['b', 'c', 'a']),
            ('b', 2, ['a', 'b', 'c']),
            ('a', 99, ['b', 'c', 'a']),
            ('c', -5, ['c', 'a', 'b']),
        ] {
            assert_eq!(moved(&['a', 'b', 'c'], one, place), order, "{one} to {place}");
        }
        assert_eq!([after(0), after(1)], [10, 20]);
    }
}
