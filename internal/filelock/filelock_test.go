package filelock_test

import (
	"context"
	"errors"
	"path/filepath"
	"testing"

	"github.com/gherkind/gherkind/internal/filelock"
)

func TestTheSecondWaitsForTheFirst(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new", "lock")
	release, err := filelock.Take(t.Context(), path, func() { t.Error("it waits for a lock that is free") })
	if err != nil {
		t.Fatal(err)
	}
	var order []string
	err = filelock.With(t.Context(), path, func() {
		order = append(order, "waiting")
		if err := release(); err != nil {
			t.Error(err)
		}
	}, func() error {
		order = append(order, "done")
		return nil
	})
	if err != nil || len(order) != 2 || order[1] != "done" {
		t.Errorf("got %q, %v", order, err)
	}
}

func TestTheWaitEndsWithItsContext(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lock")
	release, err := filelock.Take(t.Context(), path, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := release(); err != nil {
			t.Error(err)
		}
	}()
	ctx, cancel := context.WithCancel(t.Context())
	err = filelock.With(ctx, path, cancel, func() error {
		t.Error("two hold it")
		return nil
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestWithGivesBackTheLock(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lock")
	failed := errors.New("failed")
	for range 2 {
		if err := filelock.With(t.Context(), path, func() { t.Error("it is still held") }, func() error { return failed }); !errors.Is(err, failed) {
			t.Errorf("got %v", err)
		}
	}
}
