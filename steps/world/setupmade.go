package world

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/gherkind/gherkind/internal/observe"
)

// MadeSetUp describes a set-up that is ready in the cluster, so that scenarios of other processes can use it.
type MadeSetUp struct {
	Run        string // the run that uses it until all of these processes have ended
	Content    string // its version
	Namespaces []string
	Applied    map[string]string // the namespace in which each object is found by its kind and name
	Objects    []setUpObject
}

// MadeSetUp returns the set-up of the run; nil if it has none that is ready.
func (r *Run) MadeSetUp() *MadeSetUp {
	s := r.setUp
	if s == nil {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.ready {
		return nil
	}
	return &MadeSetUp{
		Run: r.ID, Content: s.record.Content, Namespaces: slices.Clone(s.namespaces), Applied: maps.Clone(s.applied), Objects: slices.Clone(s.record.Objects),
	}
}

// JoinSetUp makes the scenarios of this run use a set-up that another run has made, and which this run neither changes nor
// removes. It must return before the first [Run.Open].
func (r *Run) JoinSetUp(ctx context.Context, as SetUp, made MadeSetUp) error {
	r.setUp = &setUp{
		SetUp: as, ready: true, joined: made.Run, record: setUpRecord{Content: made.Content, Objects: made.Objects},
		namespaces: made.Namespaces, applied: made.Applied,
	}
	return r.SetUpStands(ctx)
}

// SetUpStands returns an error if the run has joined a set-up that may have been changed or removed meanwhile: its record does
// not say any more that the run that has made it uses this version. What scenarios observe of it is then no verdict.
func (r *Run) SetUpStands(ctx context.Context) error {
	s := r.setUp
	if s == nil || s.joined == "" {
		return nil
	}
	found, _, err := r.readSetUp(ctx, setUpPrefix+s.ID)
	switch {
	case err != nil:
		return fmt.Errorf("%w: it is not known whether its set-up is still there: %w", observe.ErrUnobserved, err)
	case found == nil || found.Busy != "" || found.Content != s.record.Content || !slices.Contains(found.Users, s.joined):
		return fmt.Errorf("%w: run %s does not use its set-up %s any more, so that another run may have changed or removed it", observe.ErrUnobserved, s.joined, s.ID)
	}
	return nil
}
