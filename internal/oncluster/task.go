package oncluster

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/gherkind/gherkind/internal/engine"
	"github.com/gherkind/gherkind/internal/setup"
	"github.com/gherkind/gherkind/internal/tree"
	"github.com/gherkind/gherkind/steps/world"
)

// Task is the input of the runners: the scenarios, their files, and how they are run.
type Task struct {
	Run     string // ID of the command's run
	Version string // version of gherkind
	Cluster string // name of the cluster
	Foreign bool   // the cluster is external
	// Kubernetes and NodeImage are the options of a cluster that gherkind has created.
	Kubernetes, NodeImage string
	Images                map[string]string // by their names in manifests
	IDs                   []string          // IDs of the scenarios, in the order in which they are taken
	Runners               int
	Results               string // see [OpenStore]

	Paths, Manifests        []string
	Values                  map[string]string
	Tags                    string
	Parallel, Retry, Repeat int
	FailFast, Patient, Keep bool
	FlakyFails              bool
	AllowChanges            []string
	Timeouts                world.Timeouts
	ScenarioTimeout         time.Duration

	SetUp *setup.SetUp   `json:",omitempty"` // of the project; nil: none
	Joins *engine.Joined `json:",omitempty"` // the set-up that the command has made

	Files tree.Files `json:"-"` // files of the scenarios
}

const (
	taskFile = "task.json"
	filesDir = "files/"

	// mostPacked is the maximum size of a task, compressed.
	mostPacked = 16 << 20
)

// pack compresses a task. The same task gives the same bytes.
func (t Task) pack() ([]byte, error) {
	head, err := json.Marshal(t)
	if err != nil {
		return nil, fmt.Errorf("write the task of the runners: %w", err)
	}
	var out bytes.Buffer
	zip, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return nil, fmt.Errorf("pack the features: %w", err)
	}
	to := tar.NewWriter(zip)
	put := func(name string, data []byte) error {
		if err := to.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: name, Mode: 0o644, Size: int64(len(data))}); err != nil {
			return err
		}
		_, err := to.Write(data)
		return err
	}
	errs := []error{put(taskFile, head)}
	for _, name := range slices.Sorted(maps.Keys(t.Files)) {
		errs = append(errs, put(filesDir+name, t.Files[name]))
	}
	if err := errors.Join(append(errs, to.Close(), zip.Close())...); err != nil {
		return nil, fmt.Errorf("pack the features: %w", err)
	}
	if out.Len() > mostPacked {
		return nil, fmt.Errorf("the features and what they read take %d MB compressed, and runners are given at most %d MB: "+
			"select fewer of them (PATH, --tags), or take large files out of charts and kustomizations", out.Len()>>20, mostPacked>>20)
	}
	return out.Bytes(), nil
}

// unpackTask reverses pack.
func unpackTask(from io.Reader) (*Task, error) {
	zip, err := gzip.NewReader(from)
	if err != nil {
		return nil, fmt.Errorf("unpack the features: %w", err)
	}
	var t *Task
	files := tree.Files{}
	for archive := tar.NewReader(zip); ; {
		header, err := archive.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("unpack the features: %w", err)
		}
		data, err := io.ReadAll(archive)
		if err != nil {
			return nil, fmt.Errorf("unpack the features: %w", err)
		}
		if name, is := strings.CutPrefix(header.Name, filesDir); is {
			files[name] = data
			continue
		}
		read := json.NewDecoder(bytes.NewReader(data))
		read.UseNumber() // the values of a chart are any numbers
		if err := read.Decode(&t); err != nil {
			return nil, fmt.Errorf("read the task: %w", err)
		}
	}
	if t == nil {
		return nil, errors.New("unpack the features: there is no task among them")
	}
	t.Files = files
	return t, nil
}

// ReadTask reads the task of a runner from the folder in which the Secrets are mounted.
func ReadTask(dir string) (*Task, error) {
	names, err := filepath.Glob(filepath.Join(dir, "part-*"))
	if err != nil {
		return nil, fmt.Errorf("look for the task: %w", err)
	}
	slices.Sort(names)
	var all []io.Reader
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("read the task: %w", err)
		}
		all = append(all, bytes.NewReader(data))
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("there is no task in %s: gherkind run --on-cluster makes the pods that have one", dir)
	}
	return unpackTask(io.MultiReader(all...))
}
