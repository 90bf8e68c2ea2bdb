//! Labels for both ends of each cable: what they say, that they are never cut, that they lie side by side.
#![cfg(test)]

mod common;

use common::{golden, haplan, read, references, short};
use haplan::render;
use haplan::render::labels::{Grid, html, svg};
use haplan::sheet::labels::{Form, Labels, Template, Unknown, labels};
use haplan::sheet::table::Layout;
use haplan::topology::Topology;
use haplan::words::Lang;

fn rack(devices: &str, links: &str) -> Topology {
    let text = format!(
        "haplan: 1\nracks: {{A01: {{}}, B02: {{}}}}\nservers:\n  db1: {{model: generic/server, \
         adapters: {{hba1: {{model: generic/fc-hba-2, slot: 3}}}}, rack: {{in: A01, unit: 10}}}}\n\
         switches:\n{devices}\nlinks:\n{links}\n"
    );
    let (topology, findings) = read("t", &text);
    assert!(findings.is_empty(), "{findings:#?}");
    topology
}

fn texts(topology: &Topology, form: &Form) -> Vec<String> {
    labels(topology, form, None).unwrap().labels.into_iter().map(|it| it.text).collect()
}

#[test]
fn both_ends_read_as_the_standards_say() {
    let topology = rack(
        "  fc-a: {model: generic/fc-switch-24, fabric: A, rack: {in: A01, unit: 40}}",
        "  - db1:hba1/1 -- fc-a:7",
    );
    assert_eq!(
        texts(&topology, &Form::Tia606),
        ["A01-10:hba1/1/A01-40:07", "A01-40:07/A01-10:hba1/1"]
    );
    // The switch is the first from the top, the server the second; the switch has no slots.
    assert_eq!(
        texts(&topology, &Form::H3c),
        ["A01-02-03-01 / A01-01-07", "A01-01-07 / A01-02-03-01"]
    );
    let template = Template::parse("{near.device} {near.slot} {near.unit} > {far.rack}:{far.port}");
    let template = Form::Template(template.unwrap());
    assert_eq!(texts(&topology, &template), ["db1 3 10 > A01:7", "fc-a - 40 > A01:hba1/1"]);
}

#[test]
fn what_is_not_known_is_shown_and_counted() {
    let topology = rack(
        "  fc-a: {model: generic/fc-switch-24, fabric: A, rack: A01}\n  \
         fc-b: {model: generic/fc-switch-24, fabric: B}",
        "  - db1:hba1/1 -- fc-a:7\n  - db1:hba1/2 -- fc-b:7",
    );
    let list = labels(&topology, &Form::Tia606, None).unwrap();
    let texts: Vec<(&str, usize)> = list.labels.iter().map(|it| (&*it.text, it.unknown)).collect();
    assert_eq!(
        texts,
        [
            ("A01-10:hba1/1/A01-?:07", 1),
            ("A01-?:07/A01-10:hba1/1", 1),
            ("A01-10:hba1/2/?-?:07", 2),
            ("?-?:07/A01-10:hba1/2", 2)
        ]
    );
    assert_eq!(list.incomplete(), 4);
    // One without a unit: nobody knows which chassis of the rack the others are.
    let list = labels(&topology, &Form::H3c, None).unwrap();
    assert_eq!(list.labels[0].text, "A01-?-03-01 / A01-?-07");
}

#[test]
fn templates_that_make_no_sense_are_refused() {
    let wrong = |text: &str| Template::parse(text).unwrap_err();
    assert_eq!(wrong("{near.colour}"), Unknown::Placeholder("near.colour".into()));
    assert_eq!(wrong("{device}"), Unknown::Placeholder("device".into()));
    assert_eq!(wrong("{}"), Unknown::Placeholder(String::new()));
    assert_eq!(wrong("{id"), Unknown::Brace);
    assert_eq!(wrong("id}"), Unknown::Brace);
    assert_eq!(wrong(" "), Unknown::Empty);
    assert!(Template::placeholders().iter().all(|it| Template::parse(it).is_ok()));
}

/// Every reference in every form and at many widths: two labels a cable, no line too wide, no letter lost.
#[test]
fn labels_are_never_cut() {
    for reference in references() {
        for form in [Form::Tia606, Form::H3c] {
            let whole = labels(&reference.topology, &form, None).unwrap();
            let cables = haplan::sheet::cabling::cabling(&reference.topology).cables.len();
            assert_eq!(whole.labels.len(), 2 * cables, "{}", reference.name);
            for width in [6, 9, 14, 20] {
                let Ok(list) = labels(&reference.topology, &form, Some(width)) else { continue };
                for (label, whole) in list.labels.iter().zip(&whole.labels) {
                    assert!(label.lines.iter().all(|it| it.chars().count() <= width));
                    let plain = |text: &str| text.replace(' ', "");
                    assert_eq!(plain(&label.lines.concat()), plain(&whole.text));
                }
            }
        }
    }
    let output = haplan(&["labels", "topologies/s1-complete/topology.yaml", "--width", "4"]);
    assert_eq!(output.status.code(), Some(2));
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(error.contains("\"hba1/\" is wider than 4 characters"), "{error}");
}

/// The numbers of an attribute, in order.
fn numbers(svg: &str, element: &str, attribute: &str) -> Vec<f64> {
    svg.lines()
        .filter(|line| line.starts_with(element))
        .filter_map(|line| line.split_once(&format!(" {attribute}=\"")))
        .map(|(_, rest)| rest.split('"').next().unwrap().parse().unwrap())
        .collect()
}

#[test]
fn sheets_hold_every_label_in_its_own_field() {
    for reference in references() {
        let list = labels(&reference.topology, &Form::Tia606, Some(16)).unwrap();
        let grid = Grid { columns: 3, rows: 8 };
        let svg = svg(&list, grid).unwrap();
        let lines: usize = list.labels.iter().map(|it| it.lines.len()).sum();
        assert_eq!(svg.matches("<text ").count(), lines, "{}", reference.name);
        let (x, y) = (numbers(&svg, "<text", "x"), numbers(&svg, "<text", "y"));
        let size = numbers(&svg, "<text", "font-size")[0];
        assert!(size >= 5.0 * 25.4 / 72.0 - 1e-3);
        let mut at = 0;
        for (number, label) in list.labels.iter().enumerate() {
            let (column, row) = ((number % 24 % 3) as f64, (number % 24 / 3) as f64);
            let (left, top) = (column * 70.0, row * 297.0 / 8.0);
            for line in &label.lines {
                let half = line.chars().count() as f64 * size * 0.61 / 2.0;
                assert!(x[at] - half >= left + 2.9 && x[at] + half <= left + 67.1, "{line}");
                assert!(y[at] - size >= top && y[at] + size * 0.3 <= top + 297.0 / 8.0, "{line}");
                at += 1;
            }
            let within = &y[at - label.lines.len()..at];
            assert!(within.windows(2).all(|it| it[1] - it[0] >= size), "lines overlap");
        }
        let page = html(&list, grid, "a & b").unwrap();
        assert_eq!(page.matches("<svg ").count(), list.labels.len().div_ceil(24).max(1));
        assert!(page.contains("<title>a &amp; b</title>"));
    }
}

#[test]
fn letters_too_small_to_read_are_refused() {
    let file = "topologies/s1-complete/topology.yaml";
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("labels.svg");
    let output = haplan(&["labels", file, "--sheet", "20x50", "-o", path.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(2));
    assert!(!path.exists());
    assert!(String::from_utf8(output.stderr).unwrap().contains("too small to read"));
    assert_eq!(haplan(&["labels", file, "--sheet", "3x0"]).status.code(), Some(2));
}

#[test]
fn goldens() {
    let of = |name: &str, form: &Form, width| -> Labels {
        let all = references();
        let topology = &all.iter().find(|it| it.name == name).unwrap().topology;
        labels(topology, form, width).unwrap()
    };
    for it in references() {
        let (name, topology) = (&it.name, &it.topology);
        let list = labels(topology, &Form::Tia606, Some(20)).unwrap();
        golden(&format!("{name}.labels.json"), &short(&render::json::labels(&list)));
        let h3c = labels(topology, &Form::H3c, None).unwrap().table(Lang::Zh, Layout::Narrow);
        golden(&format!("{name}.labels.zh.txt"), &short(&render::table::table(&h3c, 80)));
    }
    let template = Form::Template(Template::parse("{label}\\n{near.device}:{near.port}").unwrap());
    let list = of("edge-core-200", &template, Some(20));
    let csv = render::csv::table(&list.table(Lang::En, Layout::Full), Default::default());
    let first: Vec<&str> = csv.lines().take(20).collect();
    golden("edge-core-200.labels.en.csv", &first.join("\n"));
    let list = of("s1-complete", &template, None);
    golden("s1-complete.labels.svg", &svg(&list, Grid { columns: 3, rows: 8 }).unwrap());
}
