package bundle

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/gherkind/gherkind/steps/world"
)

// Answers in a bundle of version 1 have sentences as keys. They are read as the questions they stood for. These sentences are
// fixed: however messages are worded today, bundles of version 1 no longer change.

// sentences are the forms of these keys. A form has a group for each variable part, in the parameter order of its function.
var sentences = []struct {
	form *regexp.Regexp
	read func(parts []string) world.Question
}{
	{sentence(`GET :(\d+)(\S*) of pod QUOTED in namespace (\S*) through a port-forward`), func(p []string) world.Question {
		port, _ := strconv.Atoi(p[0]) // a number that is too large is not a port, and no step asks for it
		return world.Question{Kind: world.QuestionForwarded, Method: "GET", Port: port, Path: p[1], Pod: p[2], Namespace: p[3]}
	}},
	{sentence(`GET (.*)`), func(p []string) world.Question {
		return world.Question{Kind: world.QuestionURL, Method: "GET", URL: p[0]}
	}},
	{sentence(`LIST in container QUOTED of pod QUOTED in namespace (\S*)`), func(p []string) world.Question {
		return world.Question{Kind: world.QuestionContainer, Command: wordsOf(p[0]), Container: p[1], Pod: p[2], Namespace: p[3]}
	}},
	{sentence(`LIST on node QUOTED`), func(p []string) world.Question {
		return world.Question{Kind: world.QuestionNode, Command: wordsOf(p[0]), Node: p[1]}
	}},
	{sentence(`LIST at etcd member QUOTED`), func(p []string) world.Question {
		return world.Question{Kind: world.QuestionMember, Command: wordsOf(p[0]), Member: p[1]}
	}},
	{sentence(`the (previous )?log of container QUOTED of pod QUOTED in namespace (\S*)`), func(p []string) world.Question {
		return world.Question{Kind: world.QuestionLog, Previous: p[0] != "", Container: p[1], Pod: p[2], Namespace: p[3]}
	}},
	{sentence(`the logs of pod QUOTED in namespace (\S*)`), func(p []string) world.Question {
		return world.Question{Kind: world.QuestionLogs, Pod: p[0], Namespace: p[1]}
	}},
	{sentence(`a write to configmap QUOTED in namespace (\S*)`), func(p []string) world.Question {
		return world.Question{Kind: world.QuestionWrite, ConfigMap: p[0], Namespace: p[1]}
	}},
	{sentence(`whether (\S+) in (\S+) has the field (.*)`), func(p []string) world.Question {
		return world.Question{Kind: world.QuestionField, ObjectKind: p[0], APIVersion: p[1], Field: p[2]}
	}},
	{sentence(`the ingress classes of the cluster`), func([]string) world.Question { return world.Question{Kind: world.QuestionClasses} }},
	{sentence(`the network of the cluster`), func([]string) world.Question { return world.Question{Kind: world.QuestionNetwork} }},
}

// sentence compiles a form. QUOTED is a text in the notation of %q, and LIST a []string in that notation.
func sentence(form string) *regexp.Regexp {
	const quoted = `"(?:[^"\\]|\\.)*"`
	form = strings.ReplaceAll(form, "LIST", `(\[(?:`+quoted+` ?)*\])`)
	return regexp.MustCompile(`(?s)^` + strings.ReplaceAll(form, "QUOTED", `(`+quoted+`)`) + `$`)
}

// readSentence reads the question of an answer in a bundle of version 1.
func readSentence(data json.RawMessage) (world.Question, error) {
	var text string
	if err := json.Unmarshal(data, &text); err != nil {
		return world.Question{}, fmt.Errorf("read a question: %w", err)
	}
	return QuestionOf(text), nil
}

// QuestionOf returns the question that a sentence of version 1 stands for. A sentence of another form was asked by a step that
// no longer exists: its answer stays, and is never used.
func QuestionOf(text string) world.Question {
	for _, s := range sentences {
		parts := s.form.FindStringSubmatch(text)
		if parts == nil {
			continue
		}
		for i, part := range parts[1:] {
			if plain, err := strconv.Unquote(part); err == nil && part[0] == '"' {
				parts[i+1] = plain
			}
		}
		return s.read(parts[1:])
	}
	return world.Question{Kind: world.QuestionKind(text)}
}

// wordsOf parses a list in the notation of %q.
func wordsOf(list string) world.Command {
	var words []string
	rest := strings.TrimSuffix(strings.TrimPrefix(list, "["), "]")
	for rest != "" {
		quoted, err := strconv.QuotedPrefix(rest)
		if err != nil {
			break // not of the form
		}
		word, err := strconv.Unquote(quoted)
		if err != nil {
			break
		}
		words = append(words, word)
		rest = strings.TrimPrefix(rest[len(quoted):], " ")
	}
	return world.CommandOf(words)
}
