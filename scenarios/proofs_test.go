package scenarios_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/proven"
	"github.com/gherkind/gherkind/internal/proving"
	"github.com/gherkind/gherkind/internal/tags"
	"github.com/gherkind/gherkind/internal/tree"
	"github.com/gherkind/gherkind/scenarios"
)

// Where make prove stores proofs.
const (
	ledgerFile      = "testdata/proven.yaml"
	recordingFolder = "testdata/recordings"
)

// proofs decide what must be proven again: what has other inputs than when it was proven, or no recording.
type proofs struct {
	ledger     proven.Ledger
	entries    map[string]proven.Entry
	recordings string
	catalogue  proven.Catalogue
	tree       tree.Files
	topologies fs.FS
	uris       map[string]string // of scenarios, by name
}

// readProofs returns the proofs of this checkout.
func readProofs(t *testing.T) *proofs {
	t.Helper()
	files, err := scenarios.BuiltIn()
	if err != nil {
		t.Fatal(err)
	}
	ledger := proven.Ledger{Path: ledgerFile, Lock: filepath.Join("..", scenarios.StateDir, "ledger.lock")}
	entries, err := ledger.Read()
	if err != nil {
		t.Fatal(err)
	}
	return proofsOf(t, files.(tree.Files), os.DirFS(".."), os.DirFS("../kind-config"), ledger, entries, recordingFolder)
}

func proofsOf(t *testing.T, tree tree.Files, source, topologies fs.FS, ledger proven.Ledger, entries map[string]proven.Entry, recordings string) *proofs {
	t.Helper()
	catalogue, err := proven.ReadCatalogue(source)
	if err != nil {
		t.Fatal(err)
	}
	p := &proofs{ledger, entries, recordings, catalogue, tree, topologies, map[string]string{}}
	for _, pickle := range p.pickles(t) {
		p.uris[pickle.Name] = pickle.URI
	}
	return p
}

// pickles returns all scenarios.
func (p *proofs) pickles(t *testing.T) []*gherkin.Pickle {
	t.Helper()
	features, err := gherkin.Load(p.tree, []string{"features"})
	if err != nil {
		t.Fatal(err)
	}
	var pickles []*gherkin.Pickle
	for _, feature := range features {
		pickles = append(pickles, feature.Pickles...)
	}
	return pickles
}

// broken returns the files with the twin's change, and the scenario that it breaks.
func (p *proofs) broken(t *testing.T, twin twin) (fs.FS, *gherkin.Pickle) {
	t.Helper()
	tree := brokenTree(t, p.tree, twin)
	features, err := gherkin.Load(tree, []string{p.uris[twin.Scenario]})
	if err != nil {
		t.Fatal(err)
	}
	for _, pickle := range features[0].Pickles {
		if pickle.Name == twin.Scenario {
			return tree, pickle
		}
	}
	t.Fatalf("there is no scenario %q any more", twin.Scenario)
	return nil, nil
}

// inputs returns what the outcome of a twin depends on, except the checks that a replay judges again.
func (p *proofs) inputs(t *testing.T, twin twin, taken []string) proven.Inputs {
	t.Helper()
	tree, pickle := p.broken(t, twin)
	in, err := p.catalogue.Of(pickle, tree, taken...)
	if err != nil {
		t.Fatal(err)
	}
	entry, err := yaml.Marshal(twin)
	if err != nil {
		t.Fatal(err)
	}
	in["entry in twins.yaml"] = proven.Hash(string(entry))
	return in
}

// stale returns why a twin must be run, or "" if its recording is enough.
func (p *proofs) stale(t *testing.T, twin twin) string {
	t.Helper()
	entry, known := p.entries[twin.name()]
	if !known {
		return "it was never proven"
	}
	if changed := p.inputs(t, twin, entry.Taken).Changed(entry.Inputs); len(changed) > 0 {
		return "changed: " + strings.Join(changed, ", ")
	}
	data, err := os.ReadFile(p.recording(twin))
	switch {
	case err != nil:
		return "it has no recording"
	case proven.Hash(string(data)) != entry.Recording:
		return "its recording is not the one in the ledger"
	}
	return ""
}

// topologyName is the name of a topology's entry in the ledger.
func topologyName(topology string) string { return "topology " + topology }

// topologyInputs returns what the outcome of all scenarios of a topology depends on.
func (p *proofs) topologyInputs(t *testing.T, topology string) proven.Inputs {
	t.Helper()
	config, err := fs.ReadFile(p.topologies, topology+".yaml")
	if err != nil {
		t.Fatal(err)
	}
	in := proven.Inputs{"file kind-config/" + topology + ".yaml": proven.Hash(string(config))}
	for _, pickle := range p.pickles(t) {
		if tags.TopologyOf(pickle.Tags) != topology {
			continue
		}
		own, err := p.catalogue.Of(pickle, p.tree)
		if err != nil {
			t.Fatal(err)
		}
		for name, hash := range own {
			in[name] = hash
		}
	}
	return in
}

// staleTopology returns why the cluster of a topology must be created, or "" if it need not. The topology's twins also need it.
func (p *proofs) staleTopology(t *testing.T, topology string, twins map[string]string) string {
	t.Helper()
	entry, known := p.entries[topologyName(topology)]
	if !known {
		return "it was never proven"
	}
	if changed := p.topologyInputs(t, topology).Changed(entry.Inputs); len(changed) > 0 {
		return "changed: " + strings.Join(changed, ", ")
	}
	if len(twins) > 0 {
		return fmt.Sprintf("%d of its twins must be run", len(twins))
	}
	return ""
}

// put records a proof.
func (p *proofs) put(t *testing.T, name string, e proven.Entry) {
	t.Helper()
	if err := p.ledger.Put(context.WithoutCancel(t.Context()), name, e); err != nil {
		t.Error(err)
	}
}

var notInFile = regexp.MustCompile(`[^a-z0-9]+`)

// recording returns the file with the recording of a twin.
func (p *proofs) recording(twin twin) string {
	words := strings.Trim(notInFile.ReplaceAllString(strings.ToLower(twin.name()), "-"), "-")
	sum := sha256.Sum256([]byte(twin.name()))
	return filepath.Join(p.recordings, fmt.Sprintf("%.60s-%x.tgz", words, sum[:3]))
}

// tellLive reports in a few lines what runs live, and why; internal/suite shows it.
func tellLive(t *testing.T, whys map[string]string) {
	t.Helper()
	if proving.On() {
		return // everything does
	}
	byWhy := map[string][]string{}
	for name, why := range whys {
		byWhy[why] = append(byWhy[why], name)
	}
	lines := make([]string, 0, len(byWhy))
	for why, names := range byWhy {
		slices.Sort(names)
		if len(names) > 3 {
			names = append(names[:2], fmt.Sprintf("and %d more", len(names)-2))
		}
		lines = append(lines, strings.Join(names, "; ")+": "+why)
	}
	slices.Sort(lines)
	if len(lines) > 20 {
		lines = append(lines[:20], fmt.Sprintf("and for %d more reasons", len(lines)-20))
	}
	for _, line := range lines {
		t.Attr("live", string(bytes.ReplaceAll([]byte(line), []byte("\n"), []byte(" "))))
	}
}
