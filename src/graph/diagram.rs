//! Binary decision diagrams: functions of what has failed, each held once, so that equal functions are equal numbers.
//!
//! A variable is true once its component has failed. Variables are numbered in the order in which they are asked.

use rustc_hash::FxHashMap;

/// A function of variables, by its number in [`Diagrams`].
pub type Function = u32;

/// The function that never holds.
pub const NEVER: Function = 0;
/// The function that always holds.
pub const ALWAYS: Function = 1;

/// A question: which variable, and what is left to ask if it is false and if it is true.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
struct Node {
    variable: u32,
    low: Function,
    high: Function,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
enum Operation {
    And,
    Or,
    Not,
    Ever,
    /// With the level that is looked at.
    Before(u32),
}

/// Holds functions of a number of variables.
#[derive(Debug)]
pub struct Diagrams {
    variables: u32,
    nodes: Vec<Node>,
    known: FxHashMap<Node, Function>,
    done: FxHashMap<(Operation, Function, Function), Function>,
    most: usize,
    overflows: bool,
}

impl Diagrams {
    /// For so many variables, with room for so many questions.
    pub fn new(variables: u32, most: usize) -> Self {
        let leaf = Node { variable: u32::MAX, low: NEVER, high: NEVER };
        Self {
            variables,
            nodes: vec![leaf, Node { high: ALWAYS, ..leaf }],
            known: FxHashMap::default(),
            done: FxHashMap::default(),
            most,
            overflows: false,
        }
    }

    /// Whether there were more questions than there is room for: then no function means anything.
    pub fn overflows(&self) -> bool {
        self.overflows
    }

    fn node(&mut self, variable: u32, low: Function, high: Function) -> Function {
        if low == high {
            return low;
        }
        let node = Node { variable, low, high };
        if let Some(&known) = self.known.get(&node) {
            return known;
        }
        if self.nodes.len() >= self.most || self.overflows {
            self.overflows = true;
            return NEVER;
        }
        let function = self.nodes.len() as Function;
        self.nodes.push(node);
        self.known.insert(node, function);
        function
    }

    /// That a variable is true.
    pub fn failed(&mut self, variable: u32) -> Function {
        self.node(variable, NEVER, ALWAYS)
    }

    /// That a variable is false.
    pub fn works(&mut self, variable: u32) -> Function {
        self.node(variable, ALWAYS, NEVER)
    }

    /// Two functions split by the first variable that either asks.
    fn split(&self, f: Function, g: Function) -> (u32, [Function; 2], [Function; 2]) {
        let (a, b) = (self.nodes[f as usize], self.nodes[g as usize]);
        let variable = a.variable.min(b.variable);
        let part = |node: Node, function| match node.variable == variable {
            true => [node.low, node.high],
            false => [function, function],
        };
        (variable, part(a, f), part(b, g))
    }

    fn remember(&mut self, key: (Operation, Function, Function), function: Function) -> Function {
        self.done.insert(key, function);
        function
    }

    /// Both.
    pub fn and(&mut self, f: Function, g: Function) -> Function {
        match (f, g) {
            (NEVER, _) | (_, NEVER) => NEVER,
            (ALWAYS, it) | (it, ALWAYS) => it,
            _ => self.joined(Operation::And, f, g),
        }
    }

    /// Either.
    pub fn or(&mut self, f: Function, g: Function) -> Function {
        match (f, g) {
            (ALWAYS, _) | (_, ALWAYS) => ALWAYS,
            (NEVER, it) | (it, NEVER) => it,
            _ => self.joined(Operation::Or, f, g),
        }
    }

    /// Both, or else either, of two functions that ask something.
    fn joined(&mut self, operation: Operation, f: Function, g: Function) -> Function {
        if f == g || self.overflows {
            return f;
        }
        let key = (operation, f.min(g), f.max(g));
        if let Some(&done) = self.done.get(&key) {
            return done;
        }
        let join = if operation == Operation::And { Self::and } else { Self::or };
        let (variable, [f0, f1], [g0, g1]) = self.split(f, g);
        let (low, high) = (join(self, f0, g0), join(self, f1, g1));
        let function = self.node(variable, low, high);
        self.remember(key, function)
    }

    /// The opposite.
    pub fn not(&mut self, f: Function) -> Function {
        if f <= ALWAYS {
            return 1 - f;
        }
        let key = (Operation::Not, f, f);
        if let Some(&done) = self.done.get(&key) {
            return done;
        }
        let Node { variable, low, high } = self.nodes[f as usize];
        let (low, high) = (self.not(low), self.not(high));
        let function = self.node(variable, low, high);
        self.remember(key, function)
    }

    /// All of these.
    pub fn all(&mut self, of: impl IntoIterator<Item = Function>) -> Function {
        of.into_iter().fold(ALWAYS, |all, it| self.and(all, it))
    }

    /// Any of these.
    pub fn any(&mut self, of: impl IntoIterator<Item = Function>) -> Function {
        of.into_iter().fold(NEVER, |any, it| self.or(any, it))
    }

    /// At least so many of these, each counted as often as it is named.
    pub fn at_least(&mut self, least: usize, of: &[Function]) -> Function {
        // That at least so many of those looked at hold, for each number up to `least`.
        let mut counts = vec![NEVER; least + 1];
        counts[0] = ALWAYS;
        for &it in of {
            for number in (1..=least).rev() {
                let more = self.and(counts[number - 1], it);
                counts[number] = self.or(counts[number], more);
            }
        }
        counts[least]
    }

    /// That a function holds, or held before some of what is true was.
    pub fn ever(&mut self, f: Function) -> Function {
        if f <= ALWAYS || self.overflows {
            return f;
        }
        let key = (Operation::Ever, f, f);
        if let Some(&done) = self.done.get(&key) {
            return done;
        }
        let Node { variable, low, high } = self.nodes[f as usize];
        let (low, high) = (self.ever(low), self.ever(high));
        let high = self.or(low, high);
        let function = self.node(variable, low, high);
        self.remember(key, function)
    }

    /// That a function held before some of what is true was: for a proper subset of it.
    pub fn before(&mut self, f: Function) -> Function {
        self.before_at(f, 0)
    }

    fn before_at(&mut self, f: Function, level: u32) -> Function {
        if f == NEVER || level == self.variables || self.overflows {
            return NEVER;
        }
        let key = (Operation::Before(level), f, f);
        if let Some(&done) = self.done.get(&key) {
            return done;
        }
        let node = self.nodes[f as usize];
        let (low, high) = if node.variable == level { (node.low, node.high) } else { (f, f) };
        let (ever, own) = (self.ever(low), self.before_at(high, level + 1));
        let high = self.or(ever, own);
        let low = self.before_at(low, level + 1);
        let function = self.node(level, low, high);
        self.remember(key, function)
    }

    /// How likely a function is to hold, given how likely each variable is to be true, independent of the others.
    pub fn probability(&self, f: Function, of: &[f64]) -> f64 {
        // What a question leads to was there before it.
        let mut likely = vec![0.0; (f as usize + 1).max(2)];
        likely[ALWAYS as usize] = 1.0;
        for at in 2..=f as usize {
            let Node { variable, low, high } = self.nodes[at];
            let it = of[variable as usize];
            likely[at] = (1.0 - it) * likely[low as usize] + it * likely[high as usize];
        }
        likely[f as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a function says of a set of true variables, as bits.
    fn says(diagrams: &Diagrams, f: Function, set: u32) -> bool {
        let mut at = f;
        while at > ALWAYS {
            let Node { variable, low, high } = diagrams.nodes[at as usize];
            at = if set >> variable & 1 == 1 { high } else { low };
        }
        at == ALWAYS
    }

    /// Some function of four variables, by its table of truth.
    fn of_table(diagrams: &mut Diagrams, table: u32) -> Function {
        (0..16).filter(|set| table >> set & 1 == 1).fold(NEVER, |any, set| {
            let each: Vec<Function> = (0..4)
                .map(|it| if set >> it & 1 == 1 { diagrams.failed(it) } else { diagrams.works(it) })
                .collect();
            let all = diagrams.all(each);
            diagrams.or(any, all)
        })
    }

    #[test]
    fn every_function_of_four_variables_means_what_its_table_says() {
        let mut diagrams = Diagrams::new(4, 1_000_000);
        for table in (0..65_536).step_by(67) {
            let f = of_table(&mut diagrams, table);
            let (not, ever, before) = (diagrams.not(f), diagrams.ever(f), diagrams.before(f));
            let probability = diagrams.probability(f, &[0.5; 4]);
            assert_eq!(probability, f64::from(table.count_ones()) / 16.0);
            for set in 0..16_u32 {
                let holds = |set: u32| table >> set & 1 == 1;
                let mut below = (0..set).filter(|it| it & !set == 0);
                let held = below.any(holds);
                assert_eq!(says(&diagrams, f, set), holds(set));
                assert_eq!(says(&diagrams, not, set), !holds(set));
                assert_eq!(says(&diagrams, before, set), held, "{table:x} {set:x}");
                assert_eq!(says(&diagrams, ever, set), held || holds(set));
            }
        }
    }

    #[test]
    fn two_of_three_are_counted() {
        let mut diagrams = Diagrams::new(3, 100);
        let each: Vec<Function> = (0..3).map(|it| diagrams.failed(it)).collect();
        let two = diagrams.at_least(2, &each);
        // 3 × 0.1² × 0.9 + 0.1³
        assert!((diagrams.probability(two, &[0.1; 3]) - 0.028).abs() < 1e-15);
        assert_eq!(diagrams.at_least(0, &each), ALWAYS);
        assert_eq!(diagrams.at_least(4, &each), NEVER);
    }

    #[test]
    fn without_room_it_says_so() {
        let mut diagrams = Diagrams::new(64, 10);
        let each: Vec<Function> = (0..64).map(|it| diagrams.failed(it)).collect();
        diagrams.at_least(20, &each);
        assert!(diagrams.overflows());
    }
}
