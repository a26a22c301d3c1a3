//! The file format: what was ever written is read, and reading then writing gives the same bytes.

use std::fs;
use wubu::store::{read, write};

#[test]
fn files_of_every_format_keep_their_bytes() {
    let mut seen = 0;
    for entry in fs::read_dir("tests/formats/1").unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let loaded = read(text.as_bytes()).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        assert_eq!(write(&loaded.workspace), text, "{}", path.display());
        seen += 1;
    }
    assert!(seen >= 1);
}
