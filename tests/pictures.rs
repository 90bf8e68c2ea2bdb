//! The pictures of the README are what the program prints: `HAPLAN_UPDATE=1 cargo test --test pictures` renews
//! them.
#![cfg(test)]

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use unicode_width::UnicodeWidthChar;

fn haplan(args: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_haplan"))
        .args(args)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap()
}

/// Width and height of a character cell.
const CELL: (usize, usize) = (9, 19);

/// Coloured terminal output as an SVG of a terminal.
fn terminal(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let (width, height) = (80 * CELL.0 + 40, lines.len() * CELL.1 + 40);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
         height=\"{height}\" font-family=\"ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,\
         'Noto Sans Mono CJK SC',monospace\" font-size=\"15\">\n\
         <rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"#0d1117\"/>\n"
    );
    for (row, line) in lines.iter().enumerate() {
        let y = 20 + row * CELL.1 + 14;
        let (mut column, mut color, mut rest) = (0, "#e6edf3", *line);
        while !rest.is_empty() {
            if let Some(code) = rest.strip_prefix("\x1b[") {
                let (code, after) = code.split_once('m').unwrap();
                color = match code.rsplit(';').next().unwrap() {
                    "31" => "#ff7b72",
                    "32" => "#7ee787",
                    "33" => "#e3b341",
                    "34" | "36" => "#79c0ff",
                    "35" => "#d2a8ff",
                    "2" => "#8b949e",
                    _ => "#e6edf3",
                };
                rest = after;
                continue;
            }
            let end = rest.find('\x1b').unwrap_or(rest.len());
            for c in rest[..end].chars() {
                let text = match c {
                    '<' => "&lt;".to_owned(),
                    '&' => "&amp;".to_owned(),
                    other => other.to_string(),
                };
                if c != ' ' {
                    let x = 20 + column * CELL.0;
                    let _ =
                        writeln!(svg, "<text x=\"{x}\" y=\"{y}\" fill=\"{color}\">{text}</text>");
                }
                column += c.width().unwrap_or(0);
            }
            rest = &rest[end..];
        }
    }
    svg.push_str("</svg>\n");
    svg
}

fn holds(name: &str, found: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/images").join(name);
    if std::env::var_os("HAPLAN_UPDATE").is_some() {
        std::fs::write(&path, found).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == found, "{name} is stale: HAPLAN_UPDATE=1 cargo test --test pictures");
}

#[test]
fn the_picture_of_a_finding_is_real_output() {
    let args =
        ["check", "topologies/s2", "--today", "2026-11-22", "--lang", "en", "--color", "always"];
    holds("finding.svg", &terminal(&haplan(&args)));
}

#[test]
fn the_drawing_of_s1_is_real_output() {
    let file = "topologies/s1-complete/topology.yaml";
    let args = ["diagram", file, "--date", "2026-11-22", "--revision", "1", "--lang"];
    holds("s1-complete.svg", &haplan(&[&args[..], &["en"]].concat()));
    holds("s1-complete.zh.svg", &haplan(&[&args[..], &["zh"]].concat()));
}
