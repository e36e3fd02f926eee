package record

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"

	"github.com/gherkind/gherkind/internal/bilingual"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/steps/step"
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
	speaker   *bilingual.Speaker
	words     wording
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

// NewSession starts with the objects that a namespace has. The steps are in the language of the speaker.
func NewSession(namespace string, speaker *bilingual.Speaker, there []Change) (*Session, error) {
	s := &Session{namespace: namespace, speaker: speaker, words: wordingOf(speaker), known: map[types.UID]bool{}}
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
	return s, s.apply(true, "start")
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
		s.line(false, c.Kind.GVK.Kind, action)
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
				s.line(true, c.Kind.GVK.Kind, Action{Text: check + within(took)})
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
	return s.apply(false, s.made[0].object().GetName())
}

// apply writes a manifest of the objects that were created, and the step that applies it. At the beginning it is a condition.
func (s *Session) apply(beginning bool, name string) error {
	objects := make([]*unstructured.Unstructured, len(s.made))
	for i, c := range s.made {
		objects[i] = c.object()
	}
	s.made = nil
	text, secrets, err := manifest(objects, s.namespace, s.words.secrets)
	if err != nil {
		return err
	}
	file := "recorded/" + s.unused(name) + ".yaml"
	s.files, s.secrets = append(s.files, File{file, text}), s.secrets || secrets
	applying := Action{Text: fmt.Sprintf("the manifest %q is applied", file)}
	if beginning {
		s.lines, s.begun = append(s.lines, s.words.given+" "+s.speaker.Step(applying.Text, "", step.NoArgument)), true
		return nil
	}
	s.line(false, "", applying)
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

// line adds a step about an object of a kind. A repeated keyword becomes And.
func (s *Session) line(check bool, kind string, a Action) {
	keyword := s.words.when
	if check {
		keyword = s.words.then
	}
	if s.checking == check && len(s.lines) > 0 && (check || !s.only()) {
		keyword = s.words.and
	}
	s.checking = check
	below := step.NoArgument
	if a.Doc != "" {
		below = step.WithDocString
	}
	s.lines = append(s.lines, keyword+" "+s.speaker.Step(a.Text, kind, below))
	if a.Doc == "" {
		return
	}
	s.lines = append(s.lines, `  """`)
	for line := range strings.Lines(a.Doc) {
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
	text.WriteString(s.words.head(s.speaker.Language(), s.namespace))
	for _, line := range s.lines {
		text.WriteString(strings.TrimRight("    "+line, " ") + "\n")
	}
	files := []File{{Feature, []byte(text.String())}}
	for _, file := range s.files {
		files = append(files, File{"manifests/" + file.Name, file.Data})
	}
	return files
}
