// Package store keeps the grading progress of a class: in an SQLite file, or in PostgreSQL at a URL. Each grade is stored at
// once, so that grading continues where it stopped if it was killed.
package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
	_ "modernc.org/sqlite"             // the driver "sqlite"

	"github.com/gherkind/gherkind/internal/lab/marks"
)

// Version is the version of the tables.
const Version = 1

// Row is what is known about a student.
type Row struct {
	Exercise    string // its name
	Hash        string // of the graded version of the exercise
	Student     string // see marks.Student.Key
	Fingerprint string // of the submission
	Grade       *marks.Grade
	Error       string // why there is no grade
	At          time.Time
}

// Finished reports whether the row needs no grading: it is decided, for this exercise and this submission.
func (r Row) Finished(hash, fingerprint string) bool {
	if r.Grade == nil || r.Hash != hash || r.Fingerprint != fingerprint {
		return false
	}
	_, decided := r.Grade.Points()
	return decided
}

// Store is an open database.
type Store struct {
	db     *sql.DB
	file   string // SQLite file
	server bool   // whether it is PostgreSQL
}

// Open opens the database at a PostgreSQL URL, or the SQLite file at a path, which is created with its folder.
func Open(ctx context.Context, where string) (*Store, error) {
	s := &Store{server: strings.HasPrefix(where, "postgres://") || strings.HasPrefix(where, "postgresql://")}
	var err error
	if s.server {
		s.db, err = sql.Open("pgx", where)
	} else {
		s.file = where
		s.db, err = openFile(where)
	}
	if err != nil {
		return nil, fmt.Errorf("open the state of the class %s: %w", shown(where), err)
	}
	if err := s.prepare(ctx); err != nil {
		return nil, fmt.Errorf("open the state of the class %s: %w", shown(where), errors.Join(err, s.db.Close()))
	}
	return s, nil
}

// shown returns the location without its password.
func shown(where string) string {
	if u, err := url.Parse(where); err == nil && u.User != nil {
		return u.Redacted()
	}
	return where
}

func openFile(path string) (*sql.DB, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600) // on a shared machine, nobody else may read marks
	if err != nil {
		return nil, err
	}
	if err := f.Close(); err != nil {
		return nil, err
	}
	name := (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath()}).String()
	db, err := sql.Open("sqlite", name+"?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)")
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	return db, nil
}

// tables are the same for both databases.
var tables = []string{
	`CREATE TABLE IF NOT EXISTS gherkind_class_version (version INTEGER NOT NULL)`,
	`CREATE TABLE IF NOT EXISTS gherkind_class (
		exercise TEXT NOT NULL, student TEXT NOT NULL, hash TEXT NOT NULL, fingerprint TEXT NOT NULL,
		grade TEXT NOT NULL, problem TEXT NOT NULL, at TEXT NOT NULL,
		PRIMARY KEY (exercise, student))`,
	`CREATE TABLE IF NOT EXISTS gherkind_lab_token (
		exercise TEXT NOT NULL, student TEXT NOT NULL, hash TEXT NOT NULL,
		PRIMARY KEY (exercise, student))`,
	`CREATE TABLE IF NOT EXISTS gherkind_lab_waiting (
		exercise TEXT NOT NULL, student TEXT NOT NULL, place BIGINT NOT NULL, attempt INTEGER NOT NULL, submitted TEXT NOT NULL,
		language TEXT NOT NULL, work TEXT NOT NULL,
		PRIMARY KEY (exercise, student))`,
}

func (s *Store) prepare(ctx context.Context) error {
	for _, t := range tables {
		if _, err := s.db.ExecContext(ctx, t); err != nil {
			return err
		}
	}
	var version int
	err := s.db.QueryRowContext(ctx, `SELECT version FROM gherkind_class_version`).Scan(&version)
	if errors.Is(err, sql.ErrNoRows) {
		_, err = s.db.ExecContext(ctx, `INSERT INTO gherkind_class_version (version) VALUES ($1)`, Version)
		return err
	}
	if err == nil && version != Version {
		err = fmt.Errorf("its tables have version %d, this gherkind knows version %d", version, Version)
	}
	return err
}

// Close closes the database.
func (s *Store) Close() error { return s.db.Close() }

// Save stores a row and replaces the student's earlier one.
func (s *Store) Save(ctx context.Context, r Row) error { return save(ctx, s.db, r) }

// runner runs statements: a database or a transaction.
type runner interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

func save(ctx context.Context, db runner, r Row) error {
	grade := ""
	if r.Grade != nil {
		data, err := json.Marshal(r.Grade)
		if err != nil {
			return fmt.Errorf("save the grade of %s: %w", r.Student, err)
		}
		grade = string(data)
	}
	_, err := db.ExecContext(ctx, `INSERT INTO gherkind_class (exercise, student, hash, fingerprint, grade, problem, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (exercise, student) DO UPDATE SET
		hash = excluded.hash, fingerprint = excluded.fingerprint, grade = excluded.grade, problem = excluded.problem, at = excluded.at`,
		r.Exercise, r.Student, r.Hash, r.Fingerprint, grade, r.Error, r.At.UTC().Format(time.RFC3339Nano))
	if err != nil {
		return fmt.Errorf("save the grade of %s: %w", r.Student, err)
	}
	return nil
}

// Load returns what is known about an exercise, by student.
func (s *Store) Load(ctx context.Context, exercise string) (rows map[string]Row, err error) {
	found, err := s.db.QueryContext(ctx, `SELECT student, hash, fingerprint, grade, problem, at FROM gherkind_class WHERE exercise = $1`, exercise)
	if err != nil {
		return nil, fmt.Errorf("load the grades of %s: %w", exercise, err)
	}
	defer func() { err = errors.Join(err, found.Close()) }()
	rows = map[string]Row{}
	for found.Next() {
		r, err := scan(found)
		if err != nil {
			return nil, fmt.Errorf("load the grades of %s: %w", exercise, err)
		}
		r.Exercise = exercise
		rows[r.Student] = r
	}
	if err := found.Err(); err != nil {
		return nil, fmt.Errorf("load the grades of %s: %w", exercise, err)
	}
	return rows, nil
}

func scan(found *sql.Rows) (r Row, err error) {
	var grade, at string
	if err := found.Scan(&r.Student, &r.Hash, &r.Fingerprint, &grade, &r.Error, &at); err != nil {
		return r, err
	}
	if r.At, err = time.Parse(time.RFC3339Nano, at); err != nil {
		return r, err
	}
	if grade != "" {
		r.Grade = &marks.Grade{}
		if err := json.Unmarshal([]byte(grade), r.Grade); err != nil {
			return r, fmt.Errorf("the grade of %s: %w", r.Student, err)
		}
	}
	return r, nil
}
