package bundle

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/gofrs/flock"
)

const (
	runsFolder = "runs"
	lastRun    = "last"
	runLock    = ".lock"

	// keptRuns is how many runs keep their evidence. docs/replay.md states it.
	keptRuns = 10

	// evidencePerms and evidenceFilePerms: what an application logs, and what its
	// objects hold, is for nobody else on a shared machine.
	evidencePerms     = 0o700
	evidenceFilePerms = 0o600
)

// RunFolder is where a run keeps its evidence: `.gherkind/runs/12`. It has one of its
// own, so that runs in one working folder, at a time or one after the other, leave
// each other's alone.
type RunFolder struct {
	Dir  string
	lock *flock.Flock // held while the run goes on
}

// OpenRunFolder makes the next run's folder, names it `last`, and removes the
// oldest ones.
func OpenRunFolder(stateDir string) (*RunFolder, error) {
	runs := filepath.Join(stateDir, runsFolder)
	if err := os.MkdirAll(runs, evidencePerms); err != nil {
		return nil, fmt.Errorf("make the folder for evidence: %w", err)
	}
	f, err := lockedRun(runs)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(nameLast(stateDir, f.Dir), forgetRuns(runs)); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// lockedRun makes the next run's folder and locks it. Until it is locked, runs that begin at the same time may take it
// for one that has ended: then one of them removes it, perhaps to recreate it as its own, and the next one is made here.
func lockedRun(runs string) (*RunFolder, error) {
	for {
		dir, err := nextRun(runs)
		if err != nil {
			return nil, err
		}
		f := &RunFolder{Dir: dir, lock: flock.New(filepath.Join(dir, runLock))}
		locked, err := f.lock.TryLock()
		if err == nil && locked {
			if _, err = os.Stat(f.lock.Path()); err == nil {
				return f, nil
			}
		}
		if err := errors.Join(err, f.lock.Close()); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("lock the folder for evidence: %w", err)
		}
	}
}

// Close tells later runs that this one has ended.
func (f *RunFolder) Close() error {
	if err := f.lock.Close(); err != nil {
		return fmt.Errorf("unlock the folder for evidence: %w", err)
	}
	return nil
}

// GoingOn are the folders of the runs that go on in a folder of state.
func GoingOn(stateDir string) ([]string, error) {
	runs := filepath.Join(stateDir, runsFolder)
	if _, err := os.Stat(runs); errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	numbers, err := runNumbers(runs)
	if err != nil {
		return nil, err
	}
	var going []string
	for _, n := range numbers {
		dir := filepath.Join(runs, strconv.Itoa(n))
		lock := flock.New(filepath.Join(dir, runLock), flock.SetFlag(os.O_RDONLY))
		ended, err := lock.TryRLock() // so that two who look do not see each other
		if err := errors.Join(err, lock.Close()); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("look whether the run of %s has ended: %w", dir, err)
		}
		if err == nil && !ended {
			going = append(going, dir)
		}
	}
	return going, nil
}

// nextRun makes the folder with the next number. Of runs that begin together, each
// gets one: a folder can be made once.
func nextRun(runs string) (string, error) {
	numbers, err := runNumbers(runs)
	if err != nil {
		return "", err
	}
	next := 1
	if n := len(numbers); n > 0 {
		next = numbers[n-1] + 1
	}
	for {
		dir := filepath.Join(runs, strconv.Itoa(next))
		err := os.Mkdir(dir, evidencePerms)
		if err == nil {
			return dir, nil
		}
		if !errors.Is(err, fs.ErrExist) {
			return "", fmt.Errorf("make the folder for evidence: %w", err)
		}
		next++
	}
}

// runNumbers are the runs that have a folder, in order.
func runNumbers(runs string) ([]int, error) {
	entries, err := os.ReadDir(runs)
	if err != nil {
		return nil, fmt.Errorf("read the folder for evidence: %w", err)
	}
	var numbers []int
	for _, e := range entries {
		if n, err := strconv.Atoi(e.Name()); err == nil && n > 0 && e.IsDir() {
			numbers = append(numbers, n)
		}
	}
	slices.SortFunc(numbers, cmp.Compare[int])
	return numbers, nil
}

// nameLast makes `last` a link to the folder. It replaces the folder of that name
// which a former version made.
func nameLast(stateDir, dir string) error {
	last := filepath.Join(stateDir, lastRun)
	if info, err := os.Lstat(last); err == nil && info.IsDir() {
		if err := os.RemoveAll(last); err != nil {
			return fmt.Errorf("remove the evidence of an earlier run: %w", err)
		}
	}
	link := dir + ".link" // beside it, of this run only
	err := os.Symlink(filepath.Join(runsFolder, filepath.Base(dir)), link)
	if err == nil {
		err = os.Rename(link, last)
	}
	if err != nil {
		return fmt.Errorf("name the run's evidence %s: %w", last, err)
	}
	return nil
}

// forgetRuns removes the folders of runs that are too many and have ended.
func forgetRuns(runs string) error {
	numbers, err := runNumbers(runs)
	if err != nil {
		return err
	}
	var errs []error
	for _, n := range numbers[:max(0, len(numbers)-keptRuns)] {
		errs = append(errs, forgetRun(filepath.Join(runs, strconv.Itoa(n))))
	}
	return errors.Join(errs...)
}

// forgetRun removes the folder of a run, unless the run goes on.
func forgetRun(dir string) error {
	lock := flock.New(filepath.Join(dir, runLock))
	ended, err := lock.TryLock()
	if err != nil && !errors.Is(err, fs.ErrNotExist) { // another run is removing it
		return fmt.Errorf("look whether the run of %s has ended: %w", dir, err)
	}
	if ended {
		err = os.RemoveAll(dir)
	}
	if err := errors.Join(err, lock.Close()); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("remove the evidence of an earlier run: %w", err)
	}
	return nil
}
