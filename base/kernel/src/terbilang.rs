//! Sums in words (*terbilang*), as papers ask: a figure is easily changed by a pen, words are not.

use crate::{Day, Lang, Rupiah};

/// Names of 10^0, 10^3, … 10^18: enough for every `i64`.
const SCALES_ID: [&str; 7] = ["", "ribu", "juta", "miliar", "triliun", "kuadriliun", "kuintiliun"];
const SCALES_EN: [&str; 7] =
    ["", "thousand", "million", "billion", "trillion", "quadrillion", "quintillion"];

const DIGITS_ID: [&str; 10] =
    ["nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"];
const SMALL_EN: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS_EN: [&str; 10] =
    ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/// `Rp11.100` → `sebelas ribu seratus rupiah`; `eleven thousand one hundred rupiah`.
pub fn in_words(amount: Rupiah, lang: Lang) -> String {
    number_in_words(amount.0, lang) + " rupiah"
}

/// A whole number in words, for dates and quantities: `2025` → `dua ribu dua puluh lima`.
pub fn number_in_words(number: i64, lang: Lang) -> String {
    let mut words = Vec::new();
    if number < 0 {
        words.push("minus".to_owned());
    }
    let mut scale = 1_000_000_000_000_000_000_u64;
    let mut rest = number.unsigned_abs();
    for at in (0..SCALES_ID.len()).rev() {
        let group = (rest / scale) as usize;
        rest %= scale;
        scale = (scale / 1_000).max(1);
        match (group, lang) {
            (0, _) => {}
            // "seribu", never "satu ribu"; but "satu juta".
            (1, Lang::Id) if at == 1 => words.push("seribu".to_owned()),
            (_, Lang::Id) => push(&mut words, hundreds_id(group), SCALES_ID[at]),
            (_, Lang::En) => push(&mut words, hundreds_en(group), SCALES_EN[at]),
        }
    }
    if number == 0 {
        words.push(if lang == Lang::Id { DIGITS_ID[0] } else { SMALL_EN[0] }.to_owned());
    }
    words.join(" ")
}

/// `Senin, tanggal tiga bulan November tahun dua ribu dua puluh lima (03-11-2025)`, as a solemn paper
/// begins; `Monday, the third of November two thousand twenty-five (03-11-2025)`.
pub fn day_in_words(day: Day, lang: Lang) -> String {
    let (weekday, month) = (day.weekday(lang), day.month_name(lang));
    let (year, date) = (number_in_words(i64::from(day.year()), lang), day.day_of_month());
    let figures = format!("{date:02}-{:02}-{}", day.month(), day.year());
    match lang {
        Lang::Id => {
            let date = number_in_words(i64::from(date), lang);
            format!("{weekday}, tanggal {date} bulan {month} tahun {year} ({figures})")
        }
        Lang::En => format!("{weekday}, the {} of {month} {year} ({figures})", ordinal_en(date)),
    }
}

/// `third`, `twenty-first`.
fn ordinal_en(number: u32) -> String {
    let words = number_in_words(i64::from(number), Lang::En);
    let last = words.rsplit(['-', ' ']).next().unwrap_or_default();
    let ordinal = match last {
        "one" => "first".to_owned(),
        "two" => "second".to_owned(),
        "three" => "third".to_owned(),
        "five" => "fifth".to_owned(),
        "eight" => "eighth".to_owned(),
        "nine" => "ninth".to_owned(),
        "twelve" => "twelfth".to_owned(),
        tens if tens.ends_with('y') => format!("{}ieth", &tens[..tens.len() - 1]),
        other => format!("{other}th"),
    };
    format!("{}{ordinal}", &words[..words.len() - last.len()])
}

fn push(words: &mut Vec<String>, group: String, scale: &str) {
    words.push(group);
    if !scale.is_empty() {
        words.push(scale.to_owned());
    }
}

/// 1 to 999 in Indonesian.
fn hundreds_id(number: usize) -> String {
    match number {
        1..=9 => DIGITS_ID[number].to_owned(),
        10 => "sepuluh".to_owned(),
        11 => "sebelas".to_owned(),
        12..=19 => format!("{} belas", DIGITS_ID[number - 10]),
        20..=99 => followed(format!("{} puluh", DIGITS_ID[number / 10]), number % 10, hundreds_id),
        100..=199 => followed("seratus".to_owned(), number - 100, hundreds_id),
        _ => followed(format!("{} ratus", DIGITS_ID[number / 100]), number % 100, hundreds_id),
    }
}

/// 1 to 999 in English.
fn hundreds_en(number: usize) -> String {
    match number {
        0..=19 => SMALL_EN[number].to_owned(),
        20..=99 if number.is_multiple_of(10) => TENS_EN[number / 10].to_owned(),
        20..=99 => format!("{}-{}", TENS_EN[number / 10], SMALL_EN[number % 10]),
        _ => followed(format!("{} hundred", SMALL_EN[number / 100]), number % 100, hundreds_en),
    }
}

fn followed(words: String, rest: usize, say: fn(usize) -> String) -> String {
    if rest == 0 { words } else { format!("{words} {}", say(rest)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn sums_read_as_papers_write_them() {
        for (amount, words) in [
            (0, "nol rupiah"),
            (10, "sepuluh rupiah"),
            (11, "sebelas rupiah"),
            (17, "tujuh belas rupiah"),
            (100, "seratus rupiah"),
            (111, "seratus sebelas rupiah"),
            (1_000, "seribu rupiah"),
            (1_100, "seribu seratus rupiah"),
            (11_000, "sebelas ribu rupiah"),
            (101_000, "seratus satu ribu rupiah"),
            (1_000_000, "satu juta rupiah"),
            (2_001_001, "dua juta seribu satu rupiah"),
            (288_000, "dua ratus delapan puluh delapan ribu rupiah"),
            (1_000_000_000, "satu miliar rupiah"),
            (12_000_000_000_000, "dua belas triliun rupiah"),
            (1_000_000_000_000_000, "satu kuadriliun rupiah"),
            (-6_000, "minus enam ribu rupiah"),
        ] {
            assert_eq!(in_words(Rupiah(amount), Lang::Id), words);
        }
    }

    #[test]
    fn english_too() {
        for (amount, words) in [
            (0, "zero rupiah"),
            (11_100, "eleven thousand one hundred rupiah"),
            (1_345_021, "one million three hundred forty-five thousand twenty-one rupiah"),
            (1_000_000, "one million rupiah"),
            (100_000, "one hundred thousand rupiah"),
            (5_000_001, "five million one rupiah"),
            (-40, "minus forty rupiah"),
        ] {
            assert_eq!(in_words(Rupiah(amount), Lang::En), words);
        }
        assert!(number_in_words(i64::MIN, Lang::En).starts_with("minus nine quintillion"));
    }

    #[test]
    fn a_day_is_the_third_and_not_the_three() {
        for (day, words) in [
            (1, "first"),
            (2, "second"),
            (3, "third"),
            (5, "fifth"),
            (9, "ninth"),
            (11, "eleventh"),
            (12, "twelfth"),
            (20, "twentieth"),
            (21, "twenty-first"),
            (28, "twenty-eighth"),
            (30, "thirtieth"),
            (31, "thirty-first"),
        ] {
            assert_eq!(ordinal_en(day), words);
        }
        let day = Day::new(2025, 11, 3).unwrap();
        let id = "Senin, tanggal tiga bulan November tahun dua ribu dua puluh lima (03-11-2025)";
        assert_eq!(day_in_words(day, Lang::Id), id);
        let en = "Monday, the third of November two thousand twenty-five (03-11-2025)";
        assert_eq!(day_in_words(day, Lang::En), en);
    }

    /// Reads Indonesian number words by their grammar, knowing nothing of the writer.
    fn read_id(words: &str) -> i64 {
        let (mut total, mut group, mut digit) = (0, 0, 0);
        let words = words.strip_suffix(" rupiah").unwrap();
        let (sign, words) = words.strip_prefix("minus ").map_or((1, words), |rest| (-1, rest));
        for word in words.split(' ') {
            let (one, word) = match word {
                "sebelas" => (1, "belas"),
                "sepuluh" => (1, "puluh"),
                "seratus" => (1, "ratus"),
                "seribu" => (1, "ribu"),
                word => (digit, word),
            };
            let scale = |zeros: u32| 10_i64.pow(zeros);
            match word {
                "belas" => (group, digit) = (group + 10 + one, 0),
                "puluh" => (group, digit) = (group + 10 * one, 0),
                "ratus" => (group, digit) = (group + 100 * one, 0),
                "ribu" | "juta" | "miliar" | "triliun" | "kuadriliun" => {
                    let zeros = match word {
                        "ribu" => 3,
                        "juta" => 6,
                        "miliar" => 9,
                        "triliun" => 12,
                        _ => 15,
                    };
                    total += (group + one) * scale(zeros);
                    (group, digit) = (0, 0);
                }
                digit_word => {
                    digit = match digit_word {
                        "nol" => 0,
                        "satu" => 1,
                        "dua" => 2,
                        "tiga" => 3,
                        "empat" => 4,
                        "lima" => 5,
                        "enam" => 6,
                        "tujuh" => 7,
                        "delapan" => 8,
                        "sembilan" => 9,
                        other => panic!("no number word: {other}"),
                    }
                }
            }
        }
        sign * (total + group + digit)
    }

    fn read_en(words: &str) -> i64 {
        let (mut total, mut group) = (0, 0);
        let words = words.strip_suffix(" rupiah").unwrap();
        let (sign, words) = words.strip_prefix("minus ").map_or((1, words), |rest| (-1, rest));
        for word in words.split([' ', '-']) {
            let small = "zero one two three four five six seven eight nine ten eleven twelve \
                thirteen fourteen fifteen sixteen seventeen eighteen nineteen";
            let tens = "twenty thirty forty fifty sixty seventy eighty ninety";
            let place = |list: &str| list.split(' ').position(|own| own == word).map(|p| p as i64);
            let scale = place("thousand million billion trillion quadrillion");
            match (place(small), place(tens), scale) {
                (Some(n), ..) => group += n,
                (_, Some(ten), _) => group += 10 * (ten + 2),
                (.., Some(scale)) => {
                    total += group * 1_000_i64.pow(scale as u32 + 1);
                    group = 0;
                }
                _ if word == "hundred" => group *= 100,
                _ => panic!("no number word: {word}"),
            }
        }
        sign * (total + group)
    }

    proptest! {
        #[test]
        fn words_read_back_as_the_number(
            amount in -1_000_000_000_000_000_i64..=1_000_000_000_000_000,
            zeros in 0_u32..15,
        ) {
            // Round sums too: most digits of a random number are not zero.
            let round = amount / 10_i64.pow(zeros) * 10_i64.pow(zeros);
            for amount in [amount, round] {
                prop_assert_eq!(read_id(&in_words(Rupiah(amount), Lang::Id)), amount);
                prop_assert_eq!(read_en(&in_words(Rupiah(amount), Lang::En)), amount);
            }
        }

        #[test]
        fn nobody_says_one_hundred_or_one_thousand(amount in 0_i64..=1_000_000_000_000_000) {
            let words = in_words(Rupiah(amount), Lang::Id);
            prop_assert!(!words.contains("satu ratus") && !words.contains("satu puluh"));
            prop_assert!(!words.contains("satu belas") && !words.starts_with("satu ribu"));
        }
    }

    #[test]
    fn every_small_number_reads_back() {
        for amount in 0..=20_000 {
            assert_eq!(read_id(&in_words(Rupiah(amount), Lang::Id)), amount);
            assert_eq!(read_en(&in_words(Rupiah(amount), Lang::En)), amount);
        }
    }
}
