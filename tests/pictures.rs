//! The pictures of the README and the drawings of the references are what the program prints:
//! `HAPLAN_UPDATE=1 cargo test --test pictures` renews them. Look at what changed before you commit it.
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
    kept(&format!("docs/images/{name}"), found);
}

fn kept(name: &str, found: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
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

/// Every reference as drawn, in `tests/goldens/drawings`: the cabling in English, of views those that show something
/// in Chinese.
#[test]
fn the_drawings_of_references_are_as_looked_at() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut names: Vec<String> = std::fs::read_dir(root.join("topologies"))
        .unwrap()
        .map(|it| it.unwrap().file_name().into_string().unwrap())
        .filter(|name| root.join("topologies").join(name).join("topology.yaml").exists())
        .collect();
    names.sort();
    assert!(names.len() >= 17);
    let mut drawn = Vec::new();
    for name in names {
        let file = format!("topologies/{name}/topology.yaml");
        let draw = |view: &str, lang: &str| {
            let args = ["--date", "2026-11-22", "--revision", "1", "--lang", lang];
            haplan(&[&["diagram", &file, "--view", view][..], &args].concat())
        };
        let mut keep = |view: &str, found: &str| {
            drawn.push(format!("{name}.{view}.svg"));
            kept(&format!("tests/goldens/drawings/{name}.{view}.svg"), found);
        };
        let cabling = draw("cabling", "en");
        keep("cabling", &cabling);
        let lines = |svg: &str| svg.matches("class=\"cable\"").count();
        for view in ["logical", "heartbeat", "rack", "power"] {
            let found = draw(view, "zh");
            let shows = match view {
                // Where no two cables share a line it would be the cabling again.
                "logical" => lines(&found) < lines(&cabling),
                "rack" => found.contains("class=\"device\""),
                _ => lines(&found) > 0,
            };
            if shows {
                keep(view, &found);
            }
        }
    }
    drawn.sort();
    let mut found: Vec<String> = std::fs::read_dir(root.join("tests/goldens/drawings"))
        .unwrap()
        .map(|it| it.unwrap().file_name().into_string().unwrap())
        .collect();
    found.sort();
    assert_eq!(found, drawn, "a drawing that nothing draws any more");
}

/// The words of a drawing in the order that they are painted, and the text of each cable's element.
fn words(svg: &str) -> (String, Vec<&str>) {
    let texts = svg.split("<text ").skip(1).filter_map(|it| {
        let (_, text) = it.split_once('>')?;
        Some(text.split_once("</text>")?.0)
    });
    let cables = svg.lines().filter(|line| line.starts_with("<g class=\"cable\"")).collect();
    (texts.collect::<Vec<_>>().join("\n"), cables)
}

#[test]
fn the_checklist_of_s1_is_on_its_drawing() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |name: &str| std::fs::read_to_string(root.join(name)).unwrap();
    let (svg, checklist) = (read("docs/images/s1-complete.svg"), read("docs/s1-drawing.md"));
    let (texts, cables) = words(&svg);
    let rows = |heading: &str| -> Vec<Vec<&str>> {
        let section = checklist.split("\n## ").find(|it| it.starts_with(heading)).unwrap();
        let rows = section.lines().filter(|line| line.starts_with('|')).skip(2);
        rows.map(|row| row.trim_matches('|').split('|').map(str::trim).collect()).collect()
    };
    let wired = rows("Which port");
    assert_eq!(wired.len() + 2, cables.len(), "cables and two uplinks");
    for row in wired {
        let [from, to, chip, line] = row[..] else { panic!("{row:?}") };
        let ends = [
            format!("data-from=\"{from}\" data-to=\"{to}\""),
            format!("data-from=\"{to}\" data-to=\"{from}\""),
        ];
        let cable = cables.iter().find(|it| ends.iter().any(|end| it.contains(end.as_str())));
        let cable = cable.unwrap_or_else(|| panic!("{from} to {to} is not drawn"));
        let class = match line {
            "blue" => "wire k-f0",
            "orange, dashed" => "wire k-f1",
            "green, short dashes" => "wire k-clients",
            _ => "wire k-heart",
        };
        assert!(cable.contains(class), "{from} to {to} is no {line} line");
        assert!(texts.lines().any(|text| text == chip), "{chip}");
        // Each port says where the other end is.
        for (end, other) in [(from, to), (to, from)] {
            let name = end.split_once(':').unwrap().1;
            let name = name.rsplit('/').next().unwrap();
            let sign = if chip.ends_with('!') { " !" } else { "" };
            assert!(texts.contains(&format!("{name}{sign}\n→ {other}")), "{end} to {other}");
        }
    }
    // Long values run over lines.
    let joined = texts.replace('\n', " ");
    for row in rows("What is red") {
        let [place, says] = row[..] else { panic!("{row:?}") };
        assert!(joined.contains(says), "{says}");
        if says.ends_with("single point") || says.ends_with("takeover only") {
            let after = svg.split(&format!(">{place}</text>")).nth(1).unwrap();
            assert!(words(after).0.lines().take(2).any(|it| it == says), "{place}: {says}");
        }
    }
    for row in rows("Which revision") {
        let [label, value] = row[..] else { panic!("{row:?}") };
        assert!(texts.contains(&format!("{label}\n{value}")), "{label} {value}");
    }
}
