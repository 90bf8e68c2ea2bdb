//! What the program has to say about a file: one [`Finding`] with its rule, places and witness.

use compact_str::CompactString;

use crate::source::Span;
use crate::words::{Lang, Msg, output as words};

/// How much a finding weighs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// A design rule is broken, or a risk is taken that nobody promised away.
    Warning,
    /// Cannot be built, or worse than the file promises.
    Error,
}

impl Severity {
    /// As in JSON and on the command line.
    pub fn id(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// What is known of a rule before it looks at anything.
#[derive(Debug)]
pub struct Meta {
    /// Kebab-case name of the defect.
    pub id: &'static str,
    /// What a finding of it usually weighs.
    pub severity: Severity,
    /// Its page, in markdown: `# id`, one line that sums it up, then sections.
    pub page: &'static str,
}

impl Meta {
    /// The line of the page that sums the rule up.
    pub fn summary(&self, lang: Lang) -> &'static str {
        let text = match lang {
            Lang::En => self.page,
            Lang::Zh => self.section("中文"),
        };
        let mut lines = text.lines().skip(usize::from(lang == Lang::En));
        lines.find(|line| !line.is_empty()).unwrap_or_default()
    }

    /// What stands under a heading of the page.
    pub fn section(&self, heading: &str) -> &'static str {
        let start = self.page.split_once(&format!("\n## {heading}\n")).map_or("", |it| it.1);
        start.split("\n## ").next().unwrap_or_default().trim()
    }

    /// What the program prints of the example that fails: of the blocks of its section, the first is in English
    /// and the second in Chinese.
    fn output(&self, lang: Lang) -> &'static str {
        let both = self.section("Output");
        let (english, chinese) =
            both.split_once("\n\n```").map_or((both, 0), |(it, _)| (it, it.len() + 2));
        if lang == Lang::En { english } else { &both[chinese..] }
    }

    /// The page in one language; the examples are the same in both.
    pub fn page(&self, lang: Lang) -> String {
        let output = self.output(lang);
        if lang == Lang::En {
            return self.page.replace(self.section("Output"), output);
        }
        let mut text = format!("# {}\n\n{}\n", self.id, self.section("中文"));
        let sections = [
            (&words::PAGE_FAILS, "Fails"),
            (&words::PAGE_OUTPUT, "Output"),
            (&words::PAGE_PASSES, "Passes"),
            (&words::PAGE_REFERENCES, "References"),
        ];
        for (title, heading) in sections {
            let section = if heading == "Output" { output } else { self.section(heading) };
            text.push_str(&format!("\n## {}\n\n{section}\n", title.text(lang)));
        }
        text
    }

    /// A finding of the rule with its usual weight.
    pub fn finding(&self, span: Span, message: impl Into<Msg>) -> Finding {
        Finding::error(self.id, span, message).severity(self.severity)
    }
}

/// A place and what is to be said of it.
#[derive(Clone, Debug)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What, or nothing for the place alone.
    pub text: Option<Msg>,
}

/// A step of a path that shows why: a component, and how it is drawn between its neighbours.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hop {
    /// Id of the component.
    pub id: CompactString,
    /// Short form for a drawing: `[fc-a]`, `hba1/1`, `──`.
    pub drawn: CompactString,
    /// Whether the path breaks here.
    pub broken: bool,
}

/// One thing found in a file.
#[derive(Clone, Debug)]
pub struct Finding {
    /// Id of the rule, kebab-case.
    pub rule: &'static str,
    /// Weight, before waivers and levels.
    pub severity: Severity,
    /// One line, understandable alone.
    pub message: Msg,
    /// Places, the primary one first; labels read as one sentence.
    pub labels: Vec<Label>,
    /// The way out; starts with a verb.
    pub help: Option<Msg>,
    /// The service concerned.
    pub service: Option<String>,
    /// Ids of the components concerned.
    pub components: Vec<String>,
    /// The effect of losing them, as in JSON.
    pub effect: Option<&'static str>,
    /// Paths that show it.
    pub witness: Vec<Vec<Hop>>,
}

impl Finding {
    /// An error with a message and its primary place.
    pub fn error(rule: &'static str, span: Span, message: impl Into<Msg>) -> Self {
        Self {
            rule,
            severity: Severity::Error,
            message: message.into(),
            labels: vec![Label { span, text: None }],
            help: None,
            service: None,
            components: Vec::new(),
            effect: None,
            witness: Vec::new(),
        }
    }

    /// The same with another weight.
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// The same with the way out.
    pub fn help(mut self, help: impl Into<Msg>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same with one more place.
    pub fn label(mut self, span: Span, text: impl Into<Msg>) -> Self {
        self.labels.push(Label { span, text: Some(text.into()) });
        self
    }
}
