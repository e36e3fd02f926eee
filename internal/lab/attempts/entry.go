package attempts

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"github.com/gherkind/gherkind/internal/lab/marks"
)

// Version is the version of the entry format.
const Version = 1

// Entry is one attempt.
type Entry struct {
	Version int          `json:"version"`
	Line    int          `json:"line"` // line number in the log, from 1
	At      time.Time    `json:"at"`   // when it was added
	Tool    string       `json:"tool,omitempty"`
	Grade   *marks.Grade `json:"grade"`
	Bundles []Bundle     `json:"bundles,omitempty"`
}

// Bundle refers to what was observed for a criterion.
type Bundle struct {
	Criterion string `json:"criterion"`
	SHA256    string `json:"sha256"` // hash of the file, which is also its name
}

// record is a line of the log.
type record struct {
	Entry json.RawMessage `json:"entry"`
	Hash  string          `json:"hash"`
}

// head says how much of the log has been written.
type head struct {
	Lines int    `json:"lines"`
	Size  int64  `json:"size"`
	Hash  string `json:"hash"`
}

// origin replaces the previous hash for the first line.
const origin = "gherkind attempts log, version 1"

func start() head { return head{Hash: hashOf(origin, nil)} }

func hashOf(before string, entry []byte) string {
	sum := sha256.Sum256(append([]byte(before+"\n"), entry...))
	return hex.EncodeToString(sum[:])
}

// next reads the following line, and checks that it follows. text has no line break.
func (h head) next(text []byte) (head, Entry, error) {
	var r record
	if err := json.Unmarshal(text, &r); err != nil {
		return h, Entry{}, fmt.Errorf("it is not an entry of this log: %w", err)
	}
	var e Entry
	// The hash is checked before the content: a changed line may be unreadable as well.
	if want := hashOf(h.Hash, r.Entry); r.Hash != want {
		return h, Entry{}, fmt.Errorf("its hash does not follow from the line before: the line was changed or moved, or one before it was removed or added")
	}
	if err := json.Unmarshal(r.Entry, &e); err != nil {
		return h, Entry{}, fmt.Errorf("its entry cannot be read: %w", err)
	}
	switch {
	case e.Version != Version:
		return h, Entry{}, fmt.Errorf("its version is %d, this gherkind reads version %d", e.Version, Version)
	case e.Line != h.Lines+1:
		return h, Entry{}, fmt.Errorf("it calls itself line %d", e.Line)
	case e.Grade == nil:
		return h, Entry{}, fmt.Errorf("it has no grade")
	}
	return head{h.Lines + 1, h.Size + int64(len(text)) + 1, r.Hash}, e, nil
}
