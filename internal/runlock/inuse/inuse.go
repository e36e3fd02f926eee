// Package inuse says which runs of this machine and user are alive, even if no cluster answers. Each run locks a file of its own
// until its process ends. A stopped process (^Z) keeps the lock; a killed one does not.
package inuse

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/gofrs/flock"
)

// Run is a running run.
type Run struct {
	ID      string `json:"-"`
	Cluster string `json:"cluster"` // without the prefix "kind-" of contexts
	Process int    `json:"process"`
	// Images are the repositories in nodes from which it uses images that can be replaced: those of the user and of the runners.
	// nil means that they are not known.
	Images []string `json:"images"`
}

// MayUse reports whether the run uses images of a repository, as far as is known.
func (r Run) MayUse(repository string) bool {
	return r.Images == nil || slices.Contains(r.Images, repository)
}

// Use makes this process's run visible to others.
type Use struct {
	lock *flock.Flock
	path string
}

// unfinished is the prefix of files that are not locked yet.
const unfinished = ".new-"

// forgetAfter is how long the file of a killed run is kept. The file names the cluster that the run was to delete. Its Lease has
// expired long before.
const forgetAfter = 90 * 24 * time.Hour

// Begin announces that a run uses a cluster and images of these repositories, until End is called or the process ends.
func Begin(run, cluster string, repositories ...string) (*Use, error) {
	dir, err := folder()
	if err != nil {
		return nil, err
	}
	if err := sweep(dir); err != nil {
		return nil, err
	}
	text, err := json.Marshal(Run{Cluster: Named(cluster), Process: os.Getpid(), Images: append([]string{}, repositories...)})
	if err != nil {
		return nil, fmt.Errorf("write what run %s uses: %w", run, err)
	}
	fresh := filepath.Join(dir, unfinished+run)
	if err := os.WriteFile(fresh, text, 0o600); err != nil {
		return nil, fmt.Errorf("write what run %s uses: %w", run, err)
	}
	lock := flock.New(fresh)
	free, err := lock.TryLock()
	if err == nil && !free {
		err = errors.New("another process has locked it")
	}
	path := filepath.Join(dir, run)
	if err == nil {
		err = os.Rename(fresh, path) // so that no process sees the file before it is locked
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("lock %s: %w", fresh, err), lock.Unlock(), os.Remove(fresh))
	}
	return &Use{lock: lock, path: path}, nil
}

// End announces that the run is over. It may be called on nil.
func (u *Use) End() error {
	if u == nil {
		return nil
	}
	err := os.Remove(u.path)
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	return errors.Join(err, u.lock.Unlock())
}

// State says whether a run is alive, as far as is known now.
type State int

// The states. A run of another machine or user is Unknown.
const (
	Unknown State = iota
	Living
	Dead
)

// Look returns the state of a run with the value of Here in its Lease.
func Look(run, where string) State {
	if here, err := Here(); err != nil || here == "" || here != where {
		return Unknown
	}
	dir, err := folder()
	if err != nil {
		return Unknown
	}
	state, err := look(filepath.Join(dir, filepath.Base(run)))
	if err != nil {
		return Unknown
	}
	return state
}

// Killed reports whether the process of a run on this machine, by this user, ended before the run did. It is false for a run that
// ended normally, or that is unknown here.
func Killed(run string) bool {
	dir, err := folder()
	if err != nil {
		return false
	}
	state, err := look(filepath.Join(dir, filepath.Base(run)))
	return err == nil && state == Dead
}

// look tries to get a shared lock, so that parallel calls do not see each other.
func look(path string) (State, error) {
	lock := flock.New(path, flock.SetFlag(os.O_RDONLY))
	free, err := lock.TryRLock()
	if err != nil {
		return Unknown, err
	}
	if !free {
		return Living, nil
	}
	return Dead, lock.Unlock()
}

// Of returns the running runs that use a cluster.
func Of(cluster string) ([]Run, error) {
	dir, err := folder()
	if err != nil {
		return nil, err
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("look for runs on this machine: %w", err)
	}
	var runs []Run
	for _, entry := range entries {
		path := filepath.Join(dir, entry.Name())
		if strings.HasPrefix(entry.Name(), unfinished) {
			continue
		}
		if state, err := look(path); err != nil || state != Living {
			continue // it has just ended or been killed
		}
		run := Run{ID: entry.Name()}
		text, err := os.ReadFile(path)
		if err == nil && json.Unmarshal(text, &run) == nil && run.Cluster == Named(cluster) {
			runs = append(runs, run)
		}
	}
	return runs, nil
}

// Named returns a cluster's name without the prefix that kind adds to contexts.
func Named(cluster string) string { return strings.TrimPrefix(cluster, "kind-") }

// sweep deletes the files of runs that were killed long ago.
func sweep(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("look for runs on this machine: %w", err)
	}
	for _, entry := range entries {
		info, err := entry.Info()
		if err != nil || time.Since(info.ModTime()) < forgetAfter {
			continue
		}
		path := filepath.Join(dir, entry.Name())
		if state, err := look(path); err != nil || state != Dead {
			continue
		}
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("remove what a dead run has left: %w", err)
		}
	}
	return nil
}

// folder returns the folder of the files.
func folder() (string, error) {
	dir, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("find the user's cache folder: %w", err)
	}
	dir = filepath.Join(dir, "gherkind", "runs")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", fmt.Errorf("make the folder of runs: %w", err)
	}
	return dir, nil
}
