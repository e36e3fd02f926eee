package bundle

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path"
	"slices"
	"time"

	"github.com/gherkind/gherkind/internal/atomicfile"
)

// The entries that a replay needs.
const (
	manifestName = "manifest.json"
	stepsName    = "steps.json"
	timelineName = "timeline.jsonl"
	answersName  = "answers.jsonl"
	kindsName    = "kinds.json"
	filesFolder  = "files"
)

// neededEntries are those with a fixed name.
var neededEntries = []string{manifestName, stepsName, kindsName, timelineName, answersName}

// Write creates or replaces the file atomically.
func (b *Bundle) Write(file string) error {
	if err := atomicfile.WriteBy(file, 0o600, b.pack); err != nil {
		return fmt.Errorf("write the bundle: %w", err)
	}
	return nil
}

// pack writes the entries. The manifest says what was left out of the timeline, so the timeline is prepared first.
func (b *Bundle) pack(file *os.File) error {
	zip, err := gzip.NewWriterLevel(file, gzip.BestCompression)
	if err != nil {
		return err
	}
	p := packer{tar: tar.NewWriter(zip), at: b.Scenario.Ended} // the same content gives the same bytes
	b.Format, b.Version = Format, Version
	var timeline, answers bytes.Buffer
	written, err := writeTimeline(&timeline, b.Observations)
	if err != nil {
		return err
	}
	if written < len(b.Observations) {
		b.Scenario.Ended = b.Observations[written].At.Add(-1)
		b.LeftOut = append(b.LeftOut, fmt.Sprintf("%d of %d versions of objects: the timeline is longer than %d MiB",
			len(b.Observations)-written, len(b.Observations), TimelineLimit>>20))
	}
	if err := writeAnswers(&answers, b.Answers); err != nil {
		return err
	}
	p.json(manifestName, b.Manifest)
	p.json(stepsName, b.Steps)
	for _, name := range slices.Sorted(maps.Keys(b.Texts)) {
		p.add(name, b.Texts[name])
	}
	for _, name := range slices.Sorted(maps.Keys(b.Files)) {
		p.add(path.Join(filesFolder, name), b.Files[name])
	}
	p.add(timelineName, timeline.Bytes())
	p.add(answersName, answers.Bytes())
	p.json(kindsName, b.Served)
	return errors.Join(p.err, p.tar.Close(), zip.Close())
}

// packer writes entries until one fails.
type packer struct {
	tar *tar.Writer
	at  time.Time
	err error
}

func (p *packer) add(name string, data []byte) {
	if p.err != nil {
		return
	}
	p.err = p.tar.WriteHeader(&tar.Header{Name: name, Mode: 0o644, Size: int64(len(data)), ModTime: p.at})
	if p.err == nil {
		_, p.err = p.tar.Write(data)
	}
}

func (p *packer) json(name string, value any) {
	data, err := json.MarshalIndent(value, "", "  ")
	p.err = errors.Join(p.err, err)
	p.add(name, append(data, '\n'))
}
