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

	// keptRuns is how many runs keep their evidence, as stated in docs/replay.md.
	keptRuns = 10

	// evidencePerms and evidenceFilePerms are for the user only: on a shared machine, nobody else may read the logs and objects
	// of an application.
	evidencePerms     = 0o700
	evidenceFilePerms = 0o600
)

// RunFolder is where a run saves its evidence: `.gherkind/runs/12`. Each run has its own, so that runs in the same working
// folder, parallel or not, do not touch each other's evidence.
type RunFolder struct {
	Dir  string
	lock *flock.Flock // held while the run lasts
}

// OpenRunFolder creates the folder of the next run, links `last` to it, and removes the oldest folders.
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

// lockedRun creates the folder of the next run and locks it. Until it is locked, a run that starts at the same time may
// consider it finished and remove it, perhaps to recreate it as its own; then the next folder is created here.
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

// Close signals to later runs that this one has ended.
func (f *RunFolder) Close() error {
	if err := f.lock.Close(); err != nil {
		return fmt.Errorf("unlock the folder for evidence: %w", err)
	}
	return nil
}

// GoingOn returns the folders of the unfinished runs in a state folder.
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
		ended, err := lock.TryRLock() // shared, so that two callers do not see each other's lock
		if err := errors.Join(err, lock.Close()); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("look whether the run of %s has ended: %w", dir, err)
		}
		if err == nil && !ended {
			going = append(going, dir)
		}
	}
	return going, nil
}

// nextRun creates the folder with the next number. Runs that start together each get one: a folder can be created only once.
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

// runNumbers returns the numbers of the runs that have a folder, in order.
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

// nameLast makes `last` a link to the folder. It replaces a real folder of that name, which earlier versions created.
func nameLast(stateDir, dir string) error {
	last := filepath.Join(stateDir, lastRun)
	if info, err := os.Lstat(last); err == nil && info.IsDir() {
		if err := os.RemoveAll(last); err != nil {
			return fmt.Errorf("remove the evidence of an earlier run: %w", err)
		}
	}
	link := dir + ".link" // next to it, used by this run only
	err := os.Symlink(filepath.Join(runsFolder, filepath.Base(dir)), link)
	if err == nil {
		err = os.Rename(link, last)
	}
	if err != nil {
		return fmt.Errorf("name the run's evidence %s: %w", last, err)
	}
	return nil
}

// forgetRuns removes the oldest folders of finished runs beyond the limit.
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

// forgetRun removes the folder of a run, unless the run is unfinished.
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
