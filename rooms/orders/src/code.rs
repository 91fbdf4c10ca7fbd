//! Pure: the short code of an order, which a buyer reads out and a shop types.
//!
//! Six letters of chance and one that is reckoned from them, out of 23 letters that are not taken
//! for a digit or for each other (no I, O, Q). 23 is prime and the weights differ, so one wrong
//! letter and two that changed places are always noticed; 23⁶ is 148 million, and a code tells
//! nothing of a person.

/// A to Z without I, O and Q.
const LETTERS: &[u8; 23] = b"ABCDEFGHJKLMNPRSTUVWXYZ";
/// Letters of chance; the check letter is one more.
const CHANCE: usize = 6;

/// A code made of chance: `KXMTRWP`.
pub fn make(chance: [u8; 10]) -> String {
    // 80 bits, so that the remainder favours no letter.
    let mut number = chance.iter().fold(0_u128, |sum, byte| sum << 8 | u128::from(*byte));
    let mut values = [0_usize; CHANCE];
    for value in &mut values {
        *value = usize::try_from(number % 23).unwrap_or_default();
        number /= 23;
    }
    let letter = |value: usize| char::from(LETTERS[value]);
    values.iter().copied().chain([check(&values)]).map(letter).collect()
}

/// The code in what somebody typed, whatever its capitals, spaces and hyphens; nothing where a
/// letter is wrong.
pub fn read(typed: &str) -> Option<String> {
    if typed.len() > 40 {
        return None;
    }
    let own = typed.chars().filter(|c| !c.is_whitespace() && *c != '-');
    let code: String = own.map(|c| c.to_ascii_uppercase()).collect();
    let value = |byte: u8| LETTERS.iter().position(|letter| *letter == byte);
    let values: Option<Vec<usize>> = code.bytes().map(value).collect();
    let values = values.filter(|values| values.len() == CHANCE + 1)?;
    (check(&values[..CHANCE]) == values[CHANCE]).then_some(code)
}

/// As people read it: `KXMT-RWP`.
pub fn readable(code: &str) -> String {
    match code.split_at_checked(4) {
        Some((head, tail)) => format!("{head}-{tail}"),
        None => code.to_owned(),
    }
}

/// What makes the weighted sum a multiple of 23.
fn check(values: &[usize]) -> usize {
    let sum: usize = (2..).zip(values).map(|(weight, value)| weight * value).sum();
    (23 - sum % 23) % 23
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_code_is_read_as_people_type_it() {
        let code = make([7; 10]);
        assert_eq!(code.len(), 7);
        let typed = [code.clone(), readable(&code), format!(" {} ", code.to_lowercase())];
        for typed in typed {
            assert_eq!(read(&typed).as_deref(), Some(code.as_str()), "{typed}");
        }
        for wrong in ["", "ABC", "AAAAAAAA", "OOOOOOO", "1234567", "ÄÄÄÄÄÄÄ", &"A".repeat(99)]
        {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn one_wrong_letter_or_two_swapped_are_noticed(
            chance: [u8; 10], at in 0_usize..7, other in 0_usize..23, second in 0_usize..7,
        ) {
            let code = make(chance);
            prop_assert_eq!(read(&code), Some(code.clone()));
            let mut wrong = code.clone().into_bytes();
            wrong[at] = LETTERS[other];
            let wrong = String::from_utf8(wrong).expect("letters");
            prop_assert_eq!(read(&wrong).is_some(), wrong == code);
            let mut swapped = code.clone().into_bytes();
            swapped.swap(at, second);
            let swapped = String::from_utf8(swapped).expect("letters");
            prop_assert_eq!(read(&swapped).is_some(), swapped == code);
        }

        #[test]
        fn anything_typed_is_read_without_harm(typed in ".{0,60}") {
            let _ = read(&typed);
        }
    }
}
