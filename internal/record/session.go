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

// File is one that is written, with slashes in its name.
type File struct {
	Name string
	Data []byte
}

// Names of what is written.
const (
	Feature   = "features/recorded.feature"
	Manifests = "manifests/recorded"
)

// Session makes a scenario of the changes in a namespace. It is for one caller at a time.
type Session struct {
	namespace string
	lines     []string // of the scenario
	checking  bool     // the last line is a check
	files     []File
	secrets   bool      // a value was left out
	made      []Change  // since the last step, by a person: the next manifest
	touched   []Change  // since the last checks
	since     time.Time // when the first of them came
	begun     bool      // something was there at the beginning
	known     map[types.UID]bool
}

// NewSession begins with what there is in a namespace.
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

// Add has the session know of a change. It is false when the change is none of a person.
func (s *Session) Add(c Change) (bool, error) {
	again := c.Old == nil && s.known[c.object().GetUID()] // it was there at the beginning, and its watch tells it now
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

// Moving reports whether something that was touched is still on its way.
func (s *Session) Moving(facts Facts) bool { return slices.ContainsFunc(s.touched, facts.moving) }

// Settle ends a block of actions with the checks of what has become of them.
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
			nothingNew := s.since.IsZero() && check == c.name()+" exists" // it was there at the beginning
			if !seen[check] && !nothingNew {
				s.line(true, check+within(took), "")
			}
			seen[check] = true
		}
	}
	s.touched, s.since = nil, time.Time{}
	return nil
}

// usual is how long a check may take that says nothing of it.
const usual = 60 * time.Second

// within gives a check twice the time that it took here, when that is more than it has anyway.
func within(took time.Duration) string {
	if twice := 2 * took; twice > usual {
		return fmt.Sprintf(" within %ds", int(twice.Round(10*time.Second).Seconds()))
	}
	return ""
}

// flush makes a manifest of the objects that were made one after the other.
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

// unused is the name, or the name with a number behind it, that no manifest has yet.
func (s *Session) unused(name string) string {
	name = strings.ReplaceAll(name, ":", "-") // names of roles may have one, those of files on Windows may not
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

// line adds a step. A keyword that is that of the step before it is And.
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

// only tells that there is nothing but what was there at the beginning.
func (s *Session) only() bool { return s.begun && len(s.lines) == 1 }

// Open tells that something was done whose outcome has not been looked at.
func (s *Session) Open() bool { return len(s.touched) > 0 }

// Lines are the steps so far.
func (s *Session) Lines() []string { return s.lines }

// Secrets tells that values of Secrets were left out.
func (s *Session) Secrets() bool { return s.secrets }

// Files are the feature and its manifests; none when nothing was done.
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
