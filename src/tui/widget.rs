//! The small things that views are made of. None of them knows the workspace.

pub mod canvas;
pub mod chart;
pub mod editor;
pub mod input;
pub mod list;
pub mod reader;
pub mod split;
pub mod touch;
