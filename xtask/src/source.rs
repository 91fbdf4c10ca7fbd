//! The repository as the checks see it: its files, and Rust files as flat tokens.

use std::{fs, path::Path};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// One file: its path from the root, with `/`, and its text.
pub struct File {
    pub path: String,
    pub text: String,
}

impl File {
    /// A sample, for the checks' own tests.
    #[cfg(test)]
    pub fn new(path: &str, text: &str) -> Self {
        Self { path: path.to_owned(), text: text.to_owned() }
    }

    /// Whether the whole file is there for tests only.
    pub fn is_test(&self) -> bool {
        let kits = ["base/testkit/", "base/teststand/", "base/testmarket/"];
        self.path.contains("/tests/") || kits.iter().any(|kit| self.path.starts_with(kit))
    }

    /// The name of the room the file is in, if it is in one.
    pub fn room(&self) -> Option<&str> {
        self.path.strip_prefix("rooms/")?.split('/').next()
    }

    pub fn has_extension(&self, extension: &str) -> bool {
        self.path.rsplit_once('.').is_some_and(|(_, own)| own == extension)
    }
}

/// What the checks read: texts that people write, of these kinds.
const KINDS: [&str; 6] = ["rs", "toml", "md", "css", "js", "sql"];

/// All files of the repository, sorted by path. Hidden folders and what is built are left out.
pub fn read_tree(root: &Path) -> Result<Vec<File>, String> {
    let mut files = Vec::new();
    walk(root, "", &mut files)?;
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

fn walk(folder: &Path, prefix: &str, files: &mut Vec<File>) -> Result<(), String> {
    let fault = |e: std::io::Error| format!("{}: {e}", folder.display());
    for entry in fs::read_dir(folder).map_err(fault)? {
        let entry = entry.map_err(fault)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') || name == "target" || name == "node_modules" {
            continue;
        }
        let path = format!("{prefix}{name}");
        if entry.file_type().map_err(fault)?.is_dir() {
            walk(&entry.path(), &format!("{path}/"), files)?;
        } else if KINDS.iter().any(|kind| name.ends_with(&format!(".{kind}"))) {
            let text = fs::read_to_string(entry.path()).map_err(|e| format!("{path}: {e}"))?;
            files.push(File { path, text });
        }
    }
    Ok(())
}

/// A token and where it stands. Groups are flattened into an opening and a closing token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    pub kind: Kind,
    /// First and last line, from 1.
    pub line: usize,
    pub last_line: usize,
    /// Inside `#[cfg(test)]` or a test function.
    pub in_test: bool,
    /// Under an `#[expect(clippy::unwrap_used …)]` or `expect_used`, with its reason.
    pub may_unwrap: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    Word(String),
    Mark(char),
    /// A string literal's value.
    Text(String),
    /// Any other literal, as written.
    Other(String),
    Open(char),
    Close(char),
}

impl Token {
    pub fn is_word(&self, word: &str) -> bool {
        matches!(&self.kind, Kind::Word(own) if own == word)
    }
    pub fn is_mark(&self, mark: char) -> bool {
        self.kind == Kind::Mark(mark)
    }
    pub fn word(&self) -> Option<&str> {
        if let Kind::Word(word) = &self.kind { Some(word) } else { None }
    }
    pub fn text(&self) -> Option<&str> {
        if let Kind::Text(text) = &self.kind { Some(text) } else { None }
    }
}

/// Reads a Rust file into tokens; comments are gone, doc comments are attributes.
pub fn tokens(file: &File) -> Result<Vec<Token>, String> {
    let stream: TokenStream =
        file.text.parse().map_err(|e| format!("{}: cannot be read as Rust: {e}", file.path))?;
    let mut out = Vec::new();
    let all = Flags { in_test: file.is_test(), may_unwrap: false };
    flatten(stream, all, &mut out);
    Ok(out)
}

#[derive(Clone, Copy)]
struct Flags {
    in_test: bool,
    may_unwrap: bool,
}

/// What an attribute says about the item that follows it.
fn flags_of(attribute: &TokenStream) -> Flags {
    let text: String = attribute.to_string().chars().filter(|c| !c.is_whitespace()).collect();
    let test = text == "test" || text.ends_with("::test") || text.starts_with("tokio::test(");
    let lint = text.starts_with("expect(") && text.contains("reason=");
    Flags {
        in_test: test || text.starts_with("cfg(test)") || text.starts_with("cfg(all(test"),
        may_unwrap: lint && (text.contains("unwrap_used") || text.contains("expect_used")),
    }
}

fn flatten(stream: TokenStream, outer: Flags, out: &mut Vec<Token>) {
    let trees: Vec<TokenTree> = stream.into_iter().collect();
    let mut level = outer;
    let mut item = level;
    let mut is_let = false;
    for (at, tree) in trees.iter().enumerate() {
        let mark = |back: usize, c: char| {
            at.checked_sub(back)
                .is_some_and(|i| matches!(&trees[i], TokenTree::Punct(p) if p.as_char() == c))
        };
        if let TokenTree::Group(group) = tree
            && group.delimiter() == Delimiter::Bracket
            && (mark(1, '#') || (mark(1, '!') && mark(2, '#')))
        {
            let said = flags_of(&group.stream());
            let target = if mark(1, '#') { &mut item } else { &mut level };
            target.in_test |= said.in_test;
            target.may_unwrap |= said.may_unwrap;
            if mark(1, '!') {
                item = level;
            }
        }
        is_let |= matches!(tree, TokenTree::Ident(word) if word == "let");
        push(tree, item, out);
        let ends = match tree {
            TokenTree::Punct(p) => p.as_char() == ';',
            TokenTree::Group(g) => g.delimiter() == Delimiter::Brace && !is_let,
            _ => false,
        };
        if ends {
            item = level;
            is_let = false;
        }
    }
}

fn push(tree: &TokenTree, flags: Flags, out: &mut Vec<Token>) {
    let token = |kind, span: proc_macro2::Span| Token {
        kind,
        line: span.start().line,
        last_line: span.end().line,
        in_test: flags.in_test,
        may_unwrap: flags.may_unwrap,
    };
    match tree {
        TokenTree::Ident(word) => out.push(token(Kind::Word(word.to_string()), word.span())),
        TokenTree::Punct(mark) => out.push(token(Kind::Mark(mark.as_char()), mark.span())),
        TokenTree::Literal(literal) => {
            let written = literal.to_string();
            let kind = string_value(&written).map_or(Kind::Other(written), Kind::Text);
            out.push(token(kind, literal.span()));
        }
        TokenTree::Group(group) => {
            let (open, close) = match group.delimiter() {
                Delimiter::Parenthesis => ('(', ')'),
                Delimiter::Brace => ('{', '}'),
                Delimiter::Bracket => ('[', ']'),
                Delimiter::None => (' ', ' '),
            };
            out.push(token(Kind::Open(open), group.span_open()));
            flatten(group.stream(), flags, out);
            out.push(token(Kind::Close(close), group.span_close()));
        }
    }
}

/// The value of a string literal as written in Rust; `None` for anything else.
fn string_value(written: &str) -> Option<String> {
    if let Some(raw) = written.strip_prefix('r') {
        let inner = raw.trim_start_matches('#').strip_prefix('"')?;
        return inner.trim_end_matches('#').strip_suffix('"').map(str::to_owned);
    }
    let inner = written.strip_prefix('"')?.strip_suffix('"')?;
    let mut value = String::with_capacity(inner.len());
    let mut chars = inner.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '\\' {
            value.push(c);
            continue;
        }
        match chars.next()? {
            'n' => value.push('\n'),
            't' => value.push('\t'),
            'r' => value.push('\r'),
            '0' => value.push('\0'),
            '\n' => while chars.next_if(|c| c.is_whitespace()).is_some() {},
            'u' => {
                let hex: String = chars.by_ref().skip(1).take_while(|c| *c != '}').collect();
                value.extend(u32::from_str_radix(&hex, 16).ok().and_then(char::from_u32));
            }
            'x' => {
                let hex: String = chars.by_ref().take(2).collect();
                value.extend(u32::from_str_radix(&hex, 16).ok().and_then(char::from_u32));
            }
            other => value.push(other),
        }
    }
    Some(value)
}

/// The index of the token that closes the group opened at `open`.
pub fn closing(tokens: &[Token], open: usize) -> usize {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate().skip(open) {
        match token.kind {
            Kind::Open(_) => depth += 1,
            Kind::Close(_) => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at;
        }
    }
    tokens.len() - 1
}

/// The tokens between the brackets of each call of the macro `name!`.
pub fn macro_calls<'t>(tokens: &'t [Token], name: &str) -> Vec<&'t [Token]> {
    let starts = tokens.windows(3).enumerate().filter(|(_, w)| {
        w[0].is_word(name) && w[1].is_mark('!') && matches!(w[2].kind, Kind::Open(_))
    });
    starts.map(|(at, _)| &tokens[at + 3..closing(tokens, at + 2)]).collect()
}

/// What stands between the braces of every macro that is defined here.
pub fn macro_bodies(tokens: &[Token]) -> Vec<&[Token]> {
    let starts = tokens.windows(4).enumerate().filter(|(_, w)| {
        w[0].is_word("macro_rules") && w[1].is_mark('!') && matches!(w[3].kind, Kind::Open(_))
    });
    starts.map(|(at, _)| &tokens[at + 4..closing(tokens, at + 3)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_have_their_values() {
        for (written, value) in [
            (r#""a\"b\n""#, "a\"b\n"),
            ("r#\"SELECT \"x\"\"#", "SELECT \"x\""),
            ("\"one \\\n      two\"", "one two"),
            (r#""\u{2212}1""#, "\u{2212}1"),
        ] {
            assert_eq!(string_value(written).as_deref(), Some(value), "{written}");
        }
        assert_eq!(string_value("17"), None);
        assert_eq!(string_value("b\"x\""), None);
    }

    #[test]
    fn what_follows_an_attribute_is_marked() {
        let text = "fn a() { x() } #[cfg(test)] mod tests { fn b() {} }
            #[expect(clippy::expect_used, reason = \"r\")] let c = d { }.expect(e); f();";
        let tokens = tokens(&File::new("base/kernel/src/x.rs", text)).unwrap();
        let find = |word: &str| tokens.iter().find(|t| t.is_word(word)).unwrap();
        assert!(!find("a").in_test && find("b").in_test && !find("c").in_test);
        assert!(!find("b").may_unwrap && find("e").may_unwrap && !find("f").may_unwrap);
    }
}
