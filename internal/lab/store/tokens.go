package store

import (
	"context"
	"errors"
	"fmt"
)

// Tokens returns the hashes of the tokens for an exercise, by the student's key.
func (s *Store) Tokens(ctx context.Context, exercise string) (hashes map[string]string, err error) {
	found, err := s.db.QueryContext(ctx, `SELECT student, hash FROM gherkind_lab_token WHERE exercise = $1`, exercise)
	if err != nil {
		return nil, fmt.Errorf("load the tokens of %s: %w", exercise, err)
	}
	defer func() { err = errors.Join(err, found.Close()) }()
	hashes = map[string]string{}
	for found.Next() {
		var student, hash string
		if err := found.Scan(&student, &hash); err != nil {
			return nil, fmt.Errorf("load the tokens of %s: %w", exercise, err)
		}
		hashes[student] = hash
	}
	if err := found.Err(); err != nil {
		return nil, fmt.Errorf("load the tokens of %s: %w", exercise, err)
	}
	return hashes, nil
}

// SaveTokens stores hashes, and replaces those that the students had.
func (s *Store) SaveTokens(ctx context.Context, exercise string, hashes map[string]string) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("save the tokens of %s: %w", exercise, err)
	}
	for student, hash := range hashes {
		if _, err := tx.ExecContext(ctx, `INSERT INTO gherkind_lab_token (exercise, student, hash) VALUES ($1, $2, $3)
			ON CONFLICT (exercise, student) DO UPDATE SET hash = excluded.hash`, exercise, student, hash); err != nil {
			return fmt.Errorf("save the tokens of %s: %w", exercise, errors.Join(err, tx.Rollback()))
		}
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("save the tokens of %s: %w", exercise, err)
	}
	return nil
}
