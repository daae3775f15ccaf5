//! Makes a wasm file small on the wire.
//!
//! A host sends files compressed, and compression finds a repetition only if it is near: gzip looks back 32 KiB, a fiftieth of the program.
//! So functions are put beside those that resemble them. Besides, numbers that the linker wrote at full width, so that it could fill
//! them in later, get as short as they are, and names go, and types that nothing is of.
//!
//! Nothing of what the program does changes: functions only get other numbers.

use std::collections::{BTreeSet, HashMap};
use std::convert::Infallible;

use crate::script::Names;
use eyre::{Result, WrapErr, ensure};
use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{
    CodeSection, ElementSection, ExportSection, FunctionSection, GlobalSection, ImportSection, MemorySection, Module,
    StartSection, TableSection, TagSection, TypeSection,
};
use wasmparser::{ExternalKind, FunctionBody, KnownCustom, Name, Parser, Payload, TypeRef};

/// The same program with its functions in a better order, without names; imports and exports are called by their new names.
/// Beside it what its functions were called, a line each in their new order, for whoever looks for their weight.
pub(crate) fn pack(wasm: &[u8], names: &Names) -> Result<(Vec<u8>, String)> {
    let functions = Functions::read(wasm).wrap_err("reading its functions")?;
    let order = functions.order();
    let mut numbers: Vec<u32> = (0..functions.imported).collect();
    numbers.resize(functions.imported as usize + order.len(), 0);
    for (new, old) in (functions.imported..).zip(&order) {
        numbers[functions.imported as usize + old] = new;
    }
    // Once to see which types are used, and once with those alone.
    let mut renumber = Renumber { functions: numbers, types: Types::default() };
    write(wasm, &functions, &order, names, &mut renumber).wrap_err("looking through it")?;
    renumber.types.settle();
    let packed = write(wasm, &functions, &order, names, &mut renumber).wrap_err("writing it again")?;
    let called = |at: &usize| functions.names.get(&(functions.imported + *at as u32)).copied().unwrap_or("?");
    Ok((packed, order.iter().map(called).collect::<Vec<_>>().join("\n")))
}

/// A program's own functions, in the order of their numbers.
#[derive(Default)]
struct Functions<'a> {
    imported: u32,
    types: Vec<u32>,
    bodies: Vec<FunctionBody<'a>>,
    /// By number, imported ones included.
    names: HashMap<u32, &'a str>,
}

impl<'a> Functions<'a> {
    fn read(wasm: &'a [u8]) -> Result<Self> {
        let mut read = Self::default();
        for payload in Parser::new(0).parse_all(wasm) {
            match payload? {
                Payload::ImportSection(section) => {
                    for import in section.into_imports() {
                        if let TypeRef::Func(_) | TypeRef::FuncExact(_) = import?.ty {
                            read.imported += 1;
                        }
                    }
                }
                Payload::FunctionSection(section) => {
                    read.types = section.into_iter().collect::<wasmparser::Result<_>>()?;
                }
                Payload::CodeSectionEntry(body) => read.bodies.push(body),
                Payload::CustomSection(section) => {
                    if let KnownCustom::Name(names) = section.as_known() {
                        read.read_names(names)?;
                    }
                }
                _ => {}
            }
        }
        Ok(read)
    }

    fn read_names(&mut self, names: wasmparser::NameSectionReader<'a>) -> Result<()> {
        for part in names {
            if let Name::Function(list) = part? {
                for name in list {
                    let name = name?;
                    self.names.insert(name.index, name.name);
                }
            }
        }
        Ok(())
    }

    /// Which function stands at each place: after each one the one that is most like the last few. Where none is, those of the same name
    /// but for its hash (one function made for several types) come together, and of those the ones of like length.
    fn order(&self) -> Vec<usize> {
        let mut by_name: Vec<usize> = (0..self.bodies.len()).collect();
        by_name.sort_by_cached_key(|at| {
            let name = self.names.get(&(self.imported + *at as u32)).copied().unwrap_or_default();
            (without_hash(name).to_owned(), self.bodies[*at].as_bytes().len(), *at)
        });
        let traits: Vec<Vec<u32>> = self.bodies.iter().map(|body| traits(body.as_bytes())).collect();
        let mut holders: HashMap<u32, Vec<usize>> = HashMap::new();
        for at in &by_name {
            for one in &traits[*at] {
                holders.entry(*one).or_default().push(*at);
            }
        }
        // What nearly everyone has tells nobody apart, and costs most.
        holders.retain(|_, all| all.len() <= MOST_HOLDERS);
        let mut placed = vec![false; self.bodies.len()];
        let mut order: Vec<usize> = Vec::with_capacity(self.bodies.len());
        let mut rest = by_name.into_iter();
        loop {
            let next = likest(&order, &traits, &holders, &placed).or_else(|| rest.find(|at| !placed[*at]));
            let Some(next) = next else { return order };
            placed[next] = true;
            order.push(next);
        }
    }
}

/// A trait that more functions have than this is no trait.
const MOST_HOLDERS: usize = 200;
/// So many of the last functions count.
const LAST: usize = 3;
/// Fewer traits in common may be chance.
const LEAST_SHARED: usize = 3;

/// The free function that shares the largest part of its traits with the last ones.
fn likest(order: &[usize], traits: &[Vec<u32>], holders: &HashMap<u32, Vec<usize>>, placed: &[bool]) -> Option<usize> {
    let mut shared: HashMap<usize, usize> = HashMap::new();
    for last in order.iter().rev().take(LAST) {
        for other in traits[*last].iter().filter_map(|one| holders.get(one)).flatten() {
            if !placed[*other] {
                *shared.entry(*other).or_default() += 1;
            }
        }
    }
    // A short function shares little though it shares all; the constant keeps those from being taken for twins by chance.
    let part = |at: usize, shared: usize| shared as f64 / (traits[at].len() + 20) as f64;
    let likely = shared.into_iter().filter(|(_, shared)| *shared >= LEAST_SHARED);
    // By number where two are equally like, so that the same program always gives the same file.
    likely.max_by(|a, b| part(a.0, a.1).total_cmp(&part(b.0, b.1)).then(b.0.cmp(&a.0))).map(|(at, _)| at)
}

/// An eighth of all runs of six bytes, as hashes, sorted: which eighth depends on the bytes alone, so like functions give like traits.
fn traits(body: &[u8]) -> Vec<u32> {
    let hash =
        |run: &[u8]| run.iter().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193));
    let mut traits: Vec<u32> = body.windows(6).map(hash).filter(|hash| hash >> 13 & 7 == 0).collect();
    traits.sort_unstable();
    traits.dedup();
    traits
}

/// `core::fmt::write::h0123456789abcdef` → `core::fmt::write`; the same for mangled names.
fn without_hash(name: &str) -> &str {
    let cut = name.rfind("17h").or_else(|| name.rfind("::h")).or_else(|| name.rfind('['));
    cut.filter(|cut| name.len() - cut <= 20).map_or(name, |cut| &name[..cut])
}

/// Old numbers → new ones.
struct Renumber {
    functions: Vec<u32>,
    types: Types,
}

/// The types of functions that something is of.
#[derive(Default)]
struct Types {
    used: BTreeSet<u32>,
    /// `None` until all used ones are known.
    numbers: Option<HashMap<u32, u32>>,
}

impl Types {
    fn settle(&mut self) {
        self.numbers = Some(self.used.iter().copied().zip(0..).collect());
    }

    fn keeps(&self, number: u32) -> bool {
        self.numbers.as_ref().is_none_or(|numbers| numbers.contains_key(&number))
    }
}

impl Reencode for Renumber {
    type Error = Infallible;

    fn function_index(&mut self, function: u32) -> Result<u32, Error<Infallible>> {
        Ok(self.functions.get(function as usize).copied().unwrap_or(function))
    }

    fn type_index(&mut self, number: u32) -> Result<u32, Error<Infallible>> {
        self.types.used.insert(number);
        Ok(self.types.numbers.as_ref().and_then(|numbers| numbers.get(&number)).copied().unwrap_or(number))
    }
}

fn write(
    wasm: &[u8],
    functions: &Functions<'_>,
    order: &[usize],
    names: &Names,
    renumber: &mut Renumber,
) -> Result<Vec<u8>> {
    let named = |name: &str| names.get(name).cloned().unwrap_or_else(|| name.to_owned());
    let mut module = Module::new();
    for payload in Parser::new(0).parse_all(wasm) {
        match payload? {
            Payload::TypeSection(section) => {
                let mut types = TypeSection::new();
                for (number, group) in (0..).zip(section) {
                    // A program from Rust has plain types alone, each a group of its own, so that they are numbered as they stand.
                    let group = group?;
                    ensure!(group.types().len() == 1, "types that refer to each other");
                    if renumber.types.keeps(number) {
                        renumber.parse_recursive_type_group(types.ty(), group)?;
                    }
                }
                module.section(&types);
            }
            Payload::ImportSection(section) => {
                let mut imports = ImportSection::new();
                for import in section.into_imports() {
                    let import = import?;
                    imports.import(import.module, &named(import.name), renumber.entity_type(import.ty)?);
                }
                module.section(&imports);
            }
            Payload::FunctionSection(_) => {
                let mut types = FunctionSection::new();
                for at in order {
                    types.function(renumber.type_index(functions.types[*at])?);
                }
                module.section(&types);
            }
            Payload::TableSection(section) => {
                let mut tables = TableSection::new();
                renumber.parse_table_section(&mut tables, section)?;
                module.section(&tables);
            }
            Payload::MemorySection(section) => {
                let mut memories = MemorySection::new();
                renumber.parse_memory_section(&mut memories, section)?;
                module.section(&memories);
            }
            Payload::TagSection(section) => {
                let mut tags = TagSection::new();
                renumber.parse_tag_section(&mut tags, section)?;
                module.section(&tags);
            }
            Payload::GlobalSection(section) => {
                let mut globals = GlobalSection::new();
                renumber.parse_global_section(&mut globals, section)?;
                module.section(&globals);
            }
            Payload::ExportSection(section) => {
                let mut exports = ExportSection::new();
                for export in section {
                    let export = export?;
                    let index = renumber.external_index(export.kind, export.index)?;
                    exports.export(&named(export.name), renumber.export_kind(export.kind)?, index);
                }
                module.section(&exports);
            }
            Payload::StartSection { func, .. } => {
                let function_index = renumber.external_index(ExternalKind::Func, func)?;
                module.section(&StartSection { function_index });
            }
            Payload::ElementSection(section) => {
                let mut elements = ElementSection::new();
                renumber.parse_element_section(&mut elements, section)?;
                module.section(&elements);
            }
            Payload::DataCountSection { count, .. } => {
                module.section(&wasm_encoder::DataCountSection { count });
            }
            Payload::CodeSectionStart { .. } => {
                let mut code = CodeSection::new();
                for at in order {
                    renumber.parse_function_body(&mut code, functions.bodies[*at].clone())?;
                }
                module.section(&code);
            }
            Payload::DataSection(section) => {
                let mut data = wasm_encoder::DataSection::new();
                renumber.parse_data_section(&mut data, section)?;
                module.section(&data);
            }
            // Bodies were written with the section's start; custom sections are names and notes for tools.
            _ => {}
        }
    }
    Ok(module.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_at_the_end_of_a_name_does_not_count() {
        for name in ["core::fmt::write::h0123456789abcdef", "core::fmt::write", "core::fmt::write[0123456789abcdef]"] {
            assert_eq!(without_hash(name), "core::fmt::write");
        }
        assert_eq!(without_hash("_ZN4core3fmt5write17h0123456789abcdefE"), "_ZN4core3fmt5write");
    }
}
