//! The pictures of a folder, for evidence from a walk through the plant, and which folder it was the last time.

use super::Folders;
use super::me::{keep, recall};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Pictures of one folder that are listed, the newest ones; and files that are looked at for them.
const MOST: usize = 300;
const MOST_LOOKED_AT: usize = 20_000;

const FOLDER: &str = "photos.ron";

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Photo {
    pub path: String,
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// When the file was written, in local time, to the minute; empty where the system does not say.
    pub taken: String,
}

impl Photo {
    /// `2.4 MB`.
    pub fn size_text(&self) -> String {
        let tenths = self.size / 100_000;
        if tenths > 0 {
            format!("{}.{} MB", tenths / 10, tenths % 10)
        } else {
            format!("{} kB", self.size / 1000)
        }
    }
}

/// Whether the name of a file is that of a picture.
pub fn is_image(path: &Path) -> bool {
    let end = path.extension().map(|end| end.to_string_lossy().to_lowercase());
    end.is_some_and(|end| ["jpg", "jpeg", "png", "heic", "webp"].contains(&end.as_str()))
}

/// The pictures of a folder, the newest first. Without a folder, of the one in which some were found last; None where
/// there was none. A folder with pictures is remembered.
///
/// # Errors
/// The folder cannot be read.
pub fn photos(folders: &Folders, folder: Option<PathBuf>) -> (Option<PathBuf>, io::Result<Vec<Photo>>) {
    let Some(folder) = folder.or_else(|| recall(folders, FOLDER).map(PathBuf::from)) else {
        return (None, Ok(vec![]));
    };
    let entries = match fs::read_dir(&folder) {
        Ok(entries) => entries,
        Err(error) => return (Some(folder), Err(error)),
    };
    let entries = entries.take(MOST_LOOKED_AT).filter_map(Result::ok);
    let mut found: Vec<_> = entries
        .filter_map(|entry| {
            let path = entry.path();
            let metadata =
                fs::metadata(&path).ok().filter(|metadata| is_image(&path) && metadata.is_file())?;
            let name = entry.file_name().into_string().ok().filter(|name| !name.starts_with('.'))?;
            Some((metadata.modified().ok(), name, path.to_str()?.to_owned(), metadata.len()))
        })
        .collect();
    found.sort_by(|one, two| (&two.0, &one.1).cmp(&(&one.0, &two.1)));
    found.truncate(MOST);
    let photos: Vec<Photo> = found
        .into_iter()
        .map(|(modified, name, path, size)| {
            let stamp = modified.and_then(|modified| Timestamp::try_from(modified).ok());
            let local = stamp.map(|stamp| stamp.to_zoned(TimeZone::system()));
            let taken = local.map_or(String::new(), |at| at.strftime("%Y-%m-%d %H:%M").to_string());
            Photo { path, name, size, taken }
        })
        .collect();
    if let (false, Some(text)) = (photos.is_empty(), folder.to_str()) {
        keep(folders, FOLDER, text);
    }
    (Some(folder), Ok(photos))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::{Duration, SystemTime};

    #[test]
    fn the_newest_picture_comes_first_and_the_folder_is_remembered() {
        let home = tempfile::tempdir().unwrap();
        let folders = Folders::below(home.path());
        let found = |folder| {
            let (folder, found) = photos(&folders, folder);
            (folder, found.unwrap())
        };
        assert_eq!(found(None), (None, vec![]));
        let camera = home.path().join("相机");
        let (at, refused) = photos(&folders, Some(camera.clone()));
        assert_eq!((at.as_ref(), refused.unwrap_err().kind()), (Some(&camera), io::ErrorKind::NotFound));
        fs::create_dir(&camera).unwrap();
        assert_eq!(found(Some(camera.clone())), (Some(camera.clone()), vec![]));
        assert_eq!(found(None).0, None, "an empty folder is nothing to come back to");
        for (age, name) in
            [(3, "旧.JPG"), (1, "新.heic"), (2, "b.webp"), (2, "a.jpeg"), (0, "表.xlsx"), (0, ".x.png")]
        {
            let file = fs::File::create(camera.join(name)).unwrap();
            file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(86_400 * (9 - age))).unwrap();
        }
        fs::create_dir(camera.join("夹.png")).unwrap();
        let names =
            |found: (Option<PathBuf>, Vec<Photo>)| found.1.into_iter().map(|p| p.name).collect::<Vec<_>>();
        let wanted = ["新.heic", "a.jpeg", "b.webp", "旧.JPG"];
        assert_eq!(names(found(Some(camera))), wanted);
        assert_eq!(names(found(None)), wanted);
    }

    #[test]
    fn a_size_is_said_shortly() {
        let text =
            |size| Photo { path: String::new(), name: String::new(), size, taken: String::new() }.size_text();
        assert_eq!([text(2_449_000), text(99_999), text(100_000)], ["2.4 MB", "99 kB", "0.1 MB"]);
    }
}
