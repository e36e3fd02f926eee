package bundle

import (
	"archive/tar"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/plaintext"
)

// Read reads a bundle. Whatever the file contains, the error says in one sentence what is wrong with it.
func Read(file string) (*Bundle, error) {
	entries, err := unpack(file)
	if err != nil {
		return nil, err
	}
	b := &Bundle{Files: map[string][]byte{}, Texts: map[string][]byte{}}
	if err := b.fill(entries); err != nil {
		return nil, fmt.Errorf("the bundle %s cannot be read: %w", file, err)
	}
	return b, nil
}

// Extract writes the entries of the bundle into a folder, which must be empty or not exist.
func Extract(file, dir string) error {
	entries, err := unpack(file)
	if err != nil {
		return err
	}
	if there, err := os.ReadDir(dir); err == nil && len(there) > 0 {
		return fmt.Errorf("%s is not empty: name a folder that does not exist yet", dir)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("make the folder for the bundle: %w", err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return fmt.Errorf("open the folder for the bundle: %w", err)
	}
	defer root.Close()
	for name, data := range entries {
		err := root.MkdirAll(filepath.FromSlash(filepath.Dir(name)), 0o700)
		if err == nil {
			err = root.WriteFile(filepath.FromSlash(name), data, 0o600)
		}
		if err != nil {
			return fmt.Errorf("extract the bundle: %w", err)
		}
	}
	return nil
}

// unpack reads all entries, by name.
func unpack(file string) (map[string][]byte, error) {
	if err := readable(file); err != nil {
		return nil, err
	}
	f, err := os.Open(file)
	if err != nil {
		return nil, fmt.Errorf("open the bundle: %w", err)
	}
	defer f.Close()
	zip, err := gzip.NewReader(f)
	if err != nil {
		return nil, notABundle(file, err)
	}
	entries, err := entriesOf(file, tar.NewReader(zip))
	if err != nil {
		return nil, err
	}
	if _, err := io.Copy(io.Discard, io.LimitReader(zip, maxEntry)); err != nil { // the checksum is at the end
		return nil, notABundle(file, err)
	}
	return entries, nil
}

func readable(file string) error {
	info, err := os.Stat(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("there is no file %s; the bundles of the last run are in .gherkind/last", file)
	case err != nil:
		return fmt.Errorf("open the bundle: %w", err)
	case info.IsDir():
		return fmt.Errorf("%s is a folder; the bundle is the file next to it, %s.tgz", file, filepath.Clean(file))
	case info.Size() > maxFile:
		return tooLarge(file)
	}
	return nil
}

func entriesOf(file string, archive *tar.Reader) (map[string][]byte, error) {
	entries, total := map[string][]byte{}, 0
	for n := 0; ; n++ {
		header, err := archive.Next()
		switch {
		case errors.Is(err, io.EOF):
			return entries, nil
		case err != nil:
			return nil, notABundle(file, err)
		case n == maxEntries:
			return nil, tooLarge(file)
		case header.Typeflag == tar.TypeDir:
			continue
		}
		name := strings.TrimPrefix(header.Name, "./")
		if header.Typeflag != tar.TypeReg || !fs.ValidPath(name) || !filepath.IsLocal(filepath.FromSlash(name)) {
			return nil, fmt.Errorf("%s is not a bundle of gherkind: it has %q, which is not a file inside it", file, header.Name)
		}
		if entries[name], err = io.ReadAll(io.LimitReader(archive, maxEntry+1)); err != nil {
			return nil, notABundle(file, err)
		}
		size := len(entries[name])
		if total += size; size > maxEntry || total > maxTotal {
			return nil, tooLarge(file)
		}
	}
}

func tooLarge(file string) error {
	return fmt.Errorf("%s is not a bundle of gherkind: it is larger than any", file)
}

func notABundle(file string, err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, gzip.ErrChecksum) {
		return fmt.Errorf("%s is incomplete or damaged: copy it again", file)
	}
	return fmt.Errorf("%s is not a bundle of gherkind: %w", file, err)
}

// fill reads the entries that a replay needs; the others are texts.
func (b *Bundle) fill(entries map[string][]byte) error {
	values := &budget{maxValues}
	for _, name := range neededEntries {
		if err := values.takeJSON(entries[name]); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	if err := b.readManifest(entries[manifestName]); err != nil {
		return err
	}
	for name, into := range map[string]any{stepsName: &b.Steps, kindsName: &b.Served} {
		if err := json.Unmarshal(entries[name], into); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	var err error
	if b.Observations, err = readTimeline(entries[timelineName], b.Kinds, values); err != nil {
		return err
	}
	if b.Answers, err = readAnswers(entries[answersName], b.Version); err != nil {
		return err
	}
	for name, data := range entries {
		if inner, ok := strings.CutPrefix(name, filesFolder+"/"); ok {
			b.Files[inner] = data
		} else if !slices.Contains(neededEntries, name) {
			b.Texts[name] = data
		}
	}
	if b.Files[b.Scenario.URI] == nil {
		return fmt.Errorf("it lacks the feature %s", b.Scenario.URI)
	}
	return nil
}

func (b *Bundle) readManifest(data []byte) error {
	if data == nil {
		return fmt.Errorf("it has no %s, so it is not a bundle of gherkind", manifestName)
	}
	if err := checkVersion(data); err != nil {
		return err
	}
	if err := json.Unmarshal(data, &b.Manifest); err != nil {
		return fmt.Errorf("%s: %w", manifestName, err)
	}
	return b.checkBlinds()
}

// checkVersion reads the part of a manifest that all versions have in common before the rest, which may have another form in a
// later version.
func checkVersion(manifest []byte) error {
	var of struct {
		Format   string `json:"format"`
		Version  int    `json:"version"`
		Gherkind string `json:"gherkind"`
	}
	if err := json.Unmarshal(manifest, &of); err != nil {
		return fmt.Errorf("%s: %w", manifestName, err)
	}
	switch {
	case of.Format != Format || of.Version < 1:
		return fmt.Errorf("%s is not that of a bundle of gherkind", manifestName)
	case of.Version > Version:
		return fmt.Errorf("its format is version %d, and this gherkind reads versions up to %d: use gherkind %s, which wrote it, or a later one",
			of.Version, Version, plaintext.Line(of.Gherkind, maxToolVersion))
	}
	return nil
}

// maxToolVersion is how many bytes of the version that wrote a bundle an error shows.
const maxToolVersion = 100

// Recording returns what a replay plays.
func (b *Bundle) Recording() observe.Recording {
	r := observe.Recording{Observations: b.Observations, Watched: resources(b.Kinds), Blinds: b.blinds(), Ended: b.Scenario.Ended}
	for _, s := range b.Steps {
		if s.Ran() {
			r.Steps = append(r.Steps, observe.Window{Started: s.Started, Ended: s.Ended, Attempts: s.Attempts})
		}
	}
	return r
}
