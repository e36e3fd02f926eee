package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"hash/fnv"

	"github.com/gherkind/gherkind/internal/filelock"
)

// ErrTaken says that another process is grading with the same state.
var ErrTaken = errors.New("another gherkind grade class or lab serve is under way with this state: wait for it, or name another one with --state")

// Lock prevents other processes from grading the exercise with this state. It does not wait for them. The lock of a process
// that dies is released at once.
func (s *Store) Lock(ctx context.Context, exercise string) (release func() error, err error) {
	if s.server {
		return s.lockServer(ctx, exercise)
	}
	taken := false
	asking, stop := context.WithCancel(ctx)
	defer stop()
	release, err = filelock.Take(asking, s.file+".lock", func() { taken = true; stop() })
	if taken {
		if err == nil { // it was released in between
			return release, nil
		}
		return nil, ErrTaken
	}
	return release, err
}

// lockServer takes an advisory lock of PostgreSQL, which belongs to a connection.
func (s *Store) lockServer(ctx context.Context, exercise string) (func() error, error) {
	c, err := s.db.Conn(ctx)
	if err != nil {
		return nil, fmt.Errorf("lock the state of the class: %w", err)
	}
	key := fnv.New64a()
	fmt.Fprintf(key, "gherkind class %s", exercise)
	id := int64(key.Sum64()) //nolint:gosec // any number will do
	var free bool
	if err := c.QueryRowContext(ctx, `SELECT pg_try_advisory_lock($1)`, id).Scan(&free); err != nil {
		return nil, fmt.Errorf("lock the state of the class: %w", errors.Join(err, c.Close()))
	}
	if !free {
		return nil, errors.Join(ErrTaken, c.Close())
	}
	return func() error { return unlock(context.WithoutCancel(ctx), c, id) }, nil
}

// unlock gets a context that an interrupt does not end.
func unlock(ctx context.Context, c *sql.Conn, id int64) error {
	_, err := c.ExecContext(ctx, `SELECT pg_advisory_unlock($1)`, id)
	return errors.Join(err, c.Close())
}
