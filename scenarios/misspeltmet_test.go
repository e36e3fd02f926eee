package scenarios_test

import (
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/watch"

	"github.com/gherkind/gherkind/internal/bundle"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/scenarios"
	"github.com/gherkind/gherkind/scenarios/report"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

// metWhere describes the world in which a definition's check is met if nothing is misspelt. A definition for which worldOf is
// enough needs none.
type metWhere struct {
	text    string            // of the step; "" means the definition's example
	docs    []string          // further versions of objects: group/version, kind, name, metadata, body
	gone    bool              // the pod has been deleted
	later   bool              // the docs, or the deletion of the pod, came 5 seconds after everything else
	answers map[string]string // the answers to questions, as JSON, by a part of the question
}

// notAsked is a replay's message about a question that was not asked.
const notAsked = "it was not asked while this was recorded: "

// nobody is the answer to a question about anything with another name.
const nobody = `"nobody has that name"`

// judgedWhere replays a text of the check in the world in which the correct one is met; questions about other names are
// answered by nobody.
func judgedWhere(t *testing.T, check namedCheck, text string) *report.Scenario {
	t.Helper()
	lines := strings.Split(text, "\n")
	b := worldOf(t, textsOf(check.names), "Feature: Names\n  Scenario: One is misspelt\n    Then "+strings.Join(lines, "\n    ")+"\n")
	m := &madeWorld{t: t, at: b.Scenario.Started, b: b}
	for _, doc := range check.where.docs {
		m.put(doc)
		m.delay(check.where.later && !check.where.gone)
	}
	if check.where.gone {
		m.deleted(check.names[0])
		m.delay(check.where.later)
	}
	for range 20 {
		s := replayedBundle(t, b)
		_, question, lacks := strings.Cut(sawOf(s), notAsked)
		if !lacks {
			return s
		}
		m.answer(question, check.where.answers)
	}
	t.Fatalf("%s: it asks for more and more", lines[0])
	return nil
}

// put adds an object, replacing one of the same name.
func (m *madeWorld) put(doc string) {
	m.t.Helper()
	parts := strings.SplitN(doc, " | ", 5)
	m.b.Observations = slices.DeleteFunc(m.b.Observations, func(o observe.Observation) bool {
		return o.Object.GetKind() == parts[1] && o.Object.GetName() == parts[2]
	})
	m.add(parts[0], parts[1], parts[2], strings.TrimSpace(parts[3]), parts[4])
}

// delay makes the last observation arrive later.
func (m *madeWorld) delay(later bool) {
	if later {
		m.b.Observations[len(m.b.Observations)-1].At = m.second(5)
	}
}

// deleted deletes the pod with a name.
func (m *madeWorld) deleted(name step.Value) {
	for _, o := range m.b.Observations {
		if o.Object.GetKind() == "Pod" && o.Object.GetName() == strings.Trim(name.Text, `"`) {
			o.Seq, o.Revision, o.Type = uint64(len(m.b.Observations)+1), uint64(len(m.b.Observations)+1), watch.Deleted
			m.b.Observations = append(m.b.Observations, o)
			return
		}
	}
}

func sawOf(s *report.Scenario) string {
	if s.Failure == nil {
		return ""
	}
	return s.Failure.Saw
}

// answer adds the answer to a question, in the words of a message, once per second for a minute.
func (m *madeWorld) answer(question string, answers map[string]string) {
	value, err := `{"ExitCode": 0}`, nobody
	for part, answer := range answers {
		if strings.Contains(question, part) {
			value, err = answer, ""
		}
	}
	if strings.Contains(question, "etcdctl") { // its output says nothing about what does not exist
		err = ""
	}
	for i := range 60 {
		at := m.second(i)
		m.b.Answers = append(m.b.Answers, world.Answer{Question: questionOf(question), Began: at, Ended: at, Err: err, Value: []byte(value)})
	}
}

// access is the sentence for a question that did not exist in version 1 of bundles.
var access = regexp.MustCompile(`^whether service account "(.*)" in namespace (\S+) may (\S+) (\S+) in namespace "(.*)"$`)

// ways are the ends of the sentences for requests.
const ways = `(?: from container "(.*)" of pod "(.*)" in namespace (\S+) to (\S+)| to port ([0-9]+) of pod "(.*)" in namespace (\S+)| to (\S+))`

// sentBy are the sentences for requests, by their ways, and healthBy those for gRPC health checks.
var (
	sentBy   = regexp.MustCompile(`^the request (".*")` + ways + `, trusting "(.*)"$`)
	healthBy = regexp.MustCompile(`^the gRPC health of (".*")` + ways + `$`)
)

func questionOf(sentence string) world.Question {
	if p := sentBy.FindStringSubmatch(sentence); p != nil {
		text, _ := strconv.Unquote(p[1])    // as %q wrote it
		port, _ := strconv.Atoi("0" + p[6]) // digits
		return world.Question{
			Kind: world.QuestionRequest, Request: text, Trust: p[10], Container: p[2], Pod: p[3] + p[7], Namespace: p[4] + p[8], Address: p[5] + p[9], Once: !strings.HasPrefix(text, "GET "), Port: port,
		}
	}
	if p := healthBy.FindStringSubmatch(sentence); p != nil {
		text, _ := strconv.Unquote(p[1])    // as %q wrote it
		port, _ := strconv.Atoi("0" + p[6]) // digits
		return world.Question{Kind: world.QuestionHealth, Request: text, Container: p[2], Pod: p[3] + p[7], Namespace: p[4] + p[8], Address: p[5] + p[9], Port: port}
	}
	if p := access.FindStringSubmatch(sentence); p != nil {
		return world.Question{Kind: world.QuestionAccess, ServiceAccount: p[1], Namespace: p[2], Verb: p[3], Resource: p[4], In: p[5]}
	}
	return bundle.QuestionOf(sentence)
}

func (m *madeWorld) second(n int) time.Time { return m.at.Add(time.Duration(n) * time.Second) }

func textsOf(values []step.Value) []string {
	names := []string{}
	for _, v := range values {
		names = append(names, strings.Trim(v.Text, `"`))
	}
	return names
}

func replayedBundle(t *testing.T, b *bundle.Bundle) *report.Scenario {
	t.Helper()
	file := filepath.Join(t.TempDir(), "example.tgz")
	if err := b.Write(file); err != nil {
		t.Fatal(err)
	}
	result, err := scenarios.Replay(t.Context(), scenarios.ReplayOptions{Bundle: file})
	if err != nil {
		t.Fatal(err)
	}
	return result.Scenarios[0]
}
