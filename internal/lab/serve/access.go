package serve

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"

	"github.com/gherkind/gherkind/internal/lab/marks"
	"github.com/gherkind/gherkind/internal/lab/roster"
	"github.com/gherkind/gherkind/internal/lab/store"
)

// instructor replaces the student's key for the instructor. No student has an empty key.
const instructor = ""

// tokenBytes is long enough that a token cannot be guessed, so its hash needs no salt.
const tokenBytes = 24

// Ticket is a new token and its owner: the zero Student for the instructor.
type Ticket struct {
	Student marks.Student
	Token   string
}

// Issue creates a token for the instructor and for each student who has none yet; with renew, for everyone, replacing existing
// ones. Only hashes are stored, so these tickets are the only place with the tokens.
func Issue(ctx context.Context, s *store.Store, exercise string, entries []roster.Entry, renew bool) ([]Ticket, error) {
	known, err := s.Tokens(ctx, exercise)
	if err != nil {
		return nil, err
	}
	var tickets []Ticket
	hashes := map[string]string{}
	give := func(key string, student marks.Student) {
		if _, has := known[key]; has && !renew {
			return
		}
		t := Ticket{Student: student, Token: newToken()}
		hashes[key] = hashOf(t.Token)
		tickets = append(tickets, t)
	}
	give(instructor, marks.Student{})
	for _, e := range entries {
		give(e.Student.Key(), e.Student)
	}
	return tickets, s.SaveTokens(ctx, exercise, hashes)
}

func newToken() string {
	random := make([]byte, tokenBytes)
	rand.Read(random) // it never fails
	return base64.RawURLEncoding.EncodeToString(random)
}

func hashOf(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// people maps hashes of tokens to their owners, without students who are no longer in the roster.
func people(hashes map[string]string, entries []roster.Entry) map[string]string {
	of := map[string]string{}
	if hash, is := hashes[instructor]; is {
		of[hash] = instructor
	}
	for _, e := range entries {
		if hash, is := hashes[e.Student.Key()]; is {
			of[hash] = e.Student.Key()
		}
	}
	return of
}
