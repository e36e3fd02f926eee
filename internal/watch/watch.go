// Package watch reports when files are saved.
package watch

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/fsnotify/fsnotify"
)

// quiet is how long there must be no further event before a change is reported: an editor saves a file in several operations.
const quiet = 20 * time.Millisecond

// Folders reports changes in folders. Close ends it.
type Folders struct {
	// Changed receives a value when files have changed since the last value was received.
	Changed <-chan struct{}

	watcher *fsnotify.Watcher
	group   sync.WaitGroup
	mu      sync.Mutex
	failed  error
	known   map[string]bool
}

// New watches no folder yet. match reports which files count. New folders are followed until ctx ends.
func New(ctx context.Context, match func(path string) bool) (*Folders, error) {
	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, fmt.Errorf("watch for changes of files: %w", err)
	}
	changed := make(chan struct{}, 1)
	f := &Folders{Changed: changed, watcher: watcher, known: map[string]bool{}}
	f.group.Go(func() { f.pass(ctx, changed, match) })
	return f, nil
}

// Close ends the watch.
func (f *Folders) Close() error {
	err := f.watcher.Close()
	f.group.Wait()
	if err != nil {
		return fmt.Errorf("end the watch for changes of files: %w", err)
	}
	return nil
}

// Err returns why some changes are no longer reported.
func (f *Folders) Err() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.failed
}

// Follow also watches these folders and everything below them, except folders whose names begin with a dot. A folder that does
// not exist is skipped.
func (f *Folders) Follow(ctx context.Context, folders ...string) error {
	for _, folder := range folders {
		err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
			switch {
			case ctx.Err() != nil:
				return ctx.Err()
			case errors.Is(err, fs.ErrNotExist):
				return nil
			case err != nil || !entry.IsDir():
				return err
			case path != folder && strings.HasPrefix(entry.Name(), "."):
				return fs.SkipDir
			}
			return f.add(path)
		})
		if err != nil {
			return fmt.Errorf("watch %s for changes: %w", folder, err)
		}
	}
	return nil
}

// FollowOnly also watches these folders, but nothing below them.
func (f *Folders) FollowOnly(folders ...string) error {
	for _, folder := range folders {
		if err := f.add(folder); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("watch %s for changes: %w", folder, err)
		}
	}
	return nil
}

func (f *Folders) add(folder string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.known[folder] {
		return nil
	}
	if err := f.watcher.Add(folder); err != nil {
		return err
	}
	f.known[folder] = true
	return nil
}

// Len returns how many folders are watched.
func (f *Folders) Len() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.known)
}

// pass reports changes once events have stopped for a moment.
func (f *Folders) pass(ctx context.Context, changed chan<- struct{}, match func(string) bool) {
	timer := time.NewTimer(quiet)
	timer.Stop()
	for {
		select {
		case event, open := <-f.watcher.Events:
			if !open {
				return
			}
			f.keepUp(ctx, event)
			if match(event.Name) && !event.Has(fsnotify.Chmod) || event.Has(fsnotify.Create) {
				timer.Reset(quiet)
			}
		case err, open := <-f.watcher.Errors:
			if !open {
				return
			}
			f.fail(err)
			timer.Reset(quiet)
		case <-timer.C:
			select {
			case changed <- struct{}{}:
			default: // the previous change was not received yet; one value is enough
			}
		}
	}
}

// keepUp follows new folders, and forgets those that are gone.
func (f *Folders) keepUp(ctx context.Context, event fsnotify.Event) {
	if event.Has(fsnotify.Remove) || event.Has(fsnotify.Rename) {
		f.forget(event.Name)
	}
	if !event.Has(fsnotify.Create) {
		return
	}
	if err := f.Follow(ctx, event.Name); ctx.Err() == nil {
		f.fail(err)
	}
}

// forget makes sure that a deleted folder is watched again when it is recreated.
func (f *Folders) forget(folder string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.known, folder)
}

func (f *Folders) fail(err error) {
	if err == nil || errors.Is(err, fsnotify.ErrEventOverflow) { // an overflow means that many files have changed
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.failed = errors.Join(f.failed, err)
}
