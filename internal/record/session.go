package record

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"

	"github.com/gherkind/gherkind/internal/kube"
)

// File is a file to write, with slashes in its name.
type File struct {
	Name string
	Data []byte
}

// Names of the files.
const (
	Feature   = "features/recorded.feature"
	Manifests = "manifests/recorded"
)

// Session turns the changes in a namespace into a scenario. It is not safe for concurrent use.
type Session struct {
	namespace string
	lines     []string // of the scenario
	checking  bool     // whether the last line is a check
	files     []File
	secrets   bool      // whether a value was left out
	made      []Change  // created by the user since the last step: the next manifest
	touched   []Change  // since the last checks
	since     time.Time // when the first of them happened
	begun     bool      // whether the namespace had objects at the beginning
	known     map[types.UID]bool
}

// NewSession starts with the objects that a namespace has.
func NewSession(namespace string, there []Change) (*Session, error) {
	s := &Session{namespace: namespace, known: map[types.UID]bool{}}
	for _, c := range there {
		s.known[c.object().GetUID()] = true
		if c.byPerson() && c.New.GetDeletionTimestamp() == nil {
			s.made = append(s.made, c)
		}
	}
	if len(s.made) == 0 {
		return s, nil
	}
	s.touched = append(s.touched, s.made...)
	return s, s.apply("Given", "start")
}

// Add adds a change to the session. It returns false if the user did not make the change.
func (s *Session) Add(c Change) (bool, error) {
	again := c.Old == nil && s.known[c.object().GetUID()] // it existed at the beginning, and its watch now reports it
	s.known[c.object().GetUID()] = true
	if again || !c.byPerson() {
		return false, nil
	}
	if s.since.IsZero() {
		s.since = c.At
	}
	s.touched = append(s.touched, c)
	if c.Old == nil {
		s.made = append(s.made, c)
		return true, nil
	}
	if err := s.flush(); err != nil {
		return true, err
	}
	done, err := c.actions()
	if err != nil {
		return true, err
	}
	for _, action := range done {
		s.line(false, action.Text, action.Doc)
		s.secrets = s.secrets || kube.IsSecret(c.New) && strings.Contains(action.Doc, hidden)
	}
	return true, nil
}

// Moving reports whether an object that was touched is still changing.
func (s *Session) Moving(facts Facts) bool { return slices.ContainsFunc(s.touched, facts.moving) }

// Settle ends a block of actions with checks of their results.
func (s *Session) Settle(facts Facts, now time.Time) error {
	if err := s.flush(); err != nil {
		return err
	}
	var took time.Duration
	if !s.since.IsZero() {
		took = now.Sub(s.since)
	}
	seen := map[string]bool{}
	for _, c := range s.touched {
		for _, check := range facts.checks(c) {
			nothingNew := s.since.IsZero() && check == c.name()+" exists" // it existed at the beginning
			if !seen[check] && !nothingNew {
				s.line(true, check+within(took), "")
			}
			seen[check] = true
		}
	}
	s.touched, s.since = nil, time.Time{}
	return nil
}

// usual is the default time limit of a check.
const usual = 60 * time.Second

// within returns twice the time that a check took here as its limit, if that exceeds the default.
func within(took time.Duration) string {
	if twice := 2 * took; twice > usual {
		return fmt.Sprintf(" within %ds", int(twice.Round(10*time.Second).Seconds()))
	}
	return ""
}

// flush makes one manifest of the objects that were created in a row.
func (s *Session) flush() error {
	if len(s.made) == 0 {
		return nil
	}
	return s.apply("When", s.made[0].object().GetName())
}

func (s *Session) apply(keyword, name string) error {
	objects := make([]*unstructured.Unstructured, len(s.made))
	for i, c := range s.made {
		objects[i] = c.object()
	}
	s.made = nil
	text, secrets, err := manifest(objects, s.namespace)
	if err != nil {
		return err
	}
	file := "recorded/" + s.unused(name) + ".yaml"
	s.files, s.secrets = append(s.files, File{file, text}), s.secrets || secrets
	if keyword == "Given" {
		s.lines, s.begun = append(s.lines, fmt.Sprintf("Given the manifest %q is applied", file)), true
		return nil
	}
	s.line(false, fmt.Sprintf("the manifest %q is applied", file), "")
	return nil
}

// unused returns the name, or the name with a number, that no manifest has yet.
func (s *Session) unused(name string) string {
	name = strings.ReplaceAll(name, ":", "-") // names of roles may contain colons, names of files on Windows may not
	for n, free := 1, name; ; n++ {
		if n > 1 {
			free = fmt.Sprintf("%s-%d", name, n)
		}
		taken := false
		for _, file := range s.files {
			taken = taken || file.Name == "recorded/"+free+".yaml"
		}
		if !taken {
			return free
		}
	}
}

// line adds a step. A repeated keyword becomes And.
func (s *Session) line(check bool, text, doc string) {
	keyword := "When"
	if check {
		keyword = "Then"
	}
	if s.checking == check && len(s.lines) > 0 && (check || !s.only()) {
		keyword = "And"
	}
	s.checking = check
	s.lines = append(s.lines, keyword+" "+text)
	if doc == "" {
		return
	}
	s.lines = append(s.lines, `  """`)
	for line := range strings.Lines(doc) {
		s.lines = append(s.lines, "  "+strings.TrimRight(line, "\n"))
	}
	s.lines = append(s.lines, `  """`)
}

// only reports whether there is nothing except what existed at the beginning.
func (s *Session) only() bool { return s.begun && len(s.lines) == 1 }

// Open reports whether the results of some actions have not been checked yet.
func (s *Session) Open() bool { return len(s.touched) > 0 }

// Lines returns the steps so far.
func (s *Session) Lines() []string { return s.lines }

// Secrets reports whether values of Secrets were left out.
func (s *Session) Secrets() bool { return s.secrets }

// Files returns the feature and its manifests; none if nothing was done.
func (s *Session) Files() []File {
	if len(s.lines) == 0 || s.only() {
		return nil
	}
	var text strings.Builder
	fmt.Fprintf(&text, "Feature: What was done in namespace %s\n  Written by gherkind record. Give it a better name, and keep the checks that matter.\n\n  Scenario: Recorded\n", s.namespace)
	for _, line := range s.lines {
		text.WriteString(strings.TrimRight("    "+line, " ") + "\n")
	}
	files := []File{{Feature, []byte(text.String())}}
	for _, file := range s.files {
		files = append(files, File{"manifests/" + file.Name, file.Data})
	}
	return files
}
