package store

import (
	"context"
	"database/sql"
	"encoding/base64"
	"errors"
	"fmt"
	"time"
)

// Waiting is work that was submitted and not graded yet. A student has at most one.
type Waiting struct {
	Student   string // see marks.Student.Key
	Place     int64  // in the queue; lower ones come first
	Attempt   int
	Submitted time.Time
	Language  string
	Work      []byte // a ZIP file; empty if the student works in a namespace
}

// Enqueue stores waiting work, and replaces what the student had.
func (s *Store) Enqueue(ctx context.Context, exercise string, w Waiting) error {
	_, err := s.db.ExecContext(ctx, `INSERT INTO gherkind_lab_waiting (exercise, student, place, attempt, submitted, language, work)
		VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (exercise, student) DO UPDATE SET place = excluded.place, attempt = excluded.attempt, submitted = excluded.submitted,
		language = excluded.language, work = excluded.work`,
		exercise, w.Student, w.Place, w.Attempt, w.Submitted.UTC().Format(time.RFC3339Nano), w.Language, base64.StdEncoding.EncodeToString(w.Work))
	if err != nil {
		return fmt.Errorf("keep the work of %s: %w", w.Student, err)
	}
	return nil
}

// Waiting returns the waiting work, in order.
func (s *Store) Waiting(ctx context.Context, exercise string) (all []Waiting, err error) {
	found, err := s.db.QueryContext(ctx, `SELECT student, place, attempt, submitted, language, work FROM gherkind_lab_waiting
		WHERE exercise = $1 ORDER BY place`, exercise)
	if err != nil {
		return nil, fmt.Errorf("load the work that waits: %w", err)
	}
	defer func() { err = errors.Join(err, found.Close()) }()
	for found.Next() {
		w, err := scanWaiting(found)
		if err != nil {
			return nil, fmt.Errorf("load the work that waits: %w", err)
		}
		all = append(all, w)
	}
	if err := found.Err(); err != nil {
		return nil, fmt.Errorf("load the work that waits: %w", err)
	}
	return all, nil
}

func scanWaiting(found *sql.Rows) (w Waiting, err error) {
	var submitted, work string
	if err := found.Scan(&w.Student, &w.Place, &w.Attempt, &submitted, &w.Language, &work); err != nil {
		return w, err
	}
	if w.Submitted, err = time.Parse(time.RFC3339Nano, submitted); err != nil {
		return w, err
	}
	w.Work, err = base64.StdEncoding.DecodeString(work)
	return w, err
}

// Finish stores the row of a student and removes the student's work from the queue: both or nothing.
func (s *Store) Finish(ctx context.Context, r Row) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("save the grade of %s: %w", r.Student, err)
	}
	err = save(ctx, tx, r)
	if err == nil {
		_, err = tx.ExecContext(ctx, `DELETE FROM gherkind_lab_waiting WHERE exercise = $1 AND student = $2`, r.Exercise, r.Student)
	}
	if err == nil {
		err = tx.Commit()
	} else {
		err = errors.Join(err, tx.Rollback())
	}
	if err != nil {
		return fmt.Errorf("save the grade of %s: %w", r.Student, err)
	}
	return nil
}

// Ping reports whether the database answers.
func (s *Store) Ping(ctx context.Context) error { return s.db.PingContext(ctx) }
