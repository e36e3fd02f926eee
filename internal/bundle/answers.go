package bundle

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"

	"github.com/gherkind/gherkind/steps/world"
)

// answerLine is a line of answers.jsonl. Same is the number of the line, from 0, with the same value.
type answerLine struct {
	Question json.RawMessage `json:"question"` // see world.Question; in version 1 a sentence
	Began    time.Time       `json:"began"`
	Ended    time.Time       `json:"ended"`
	Value    json.RawMessage `json:"value,omitempty"`
	Same     *int            `json:"same,omitempty"`
	Err      string          `json:"error,omitempty"`
}

func writeAnswers(w *bytes.Buffer, answers []world.Answer) error {
	lines := map[string]int{}
	for i, a := range answers {
		question, err := json.Marshal(a.Question)
		if err != nil {
			return fmt.Errorf("write the question %s: %w", a.Question, err)
		}
		t := answerLine{Question: question, Began: a.Began.UTC(), Ended: a.Ended.UTC(), Value: a.Value, Err: a.Err}
		if same, known := lines[string(a.Value)]; known && a.Value != nil {
			t.Value, t.Same = nil, &same
		} else {
			lines[string(a.Value)] = i
		}
		data, err := json.Marshal(t)
		if err != nil {
			return fmt.Errorf("write the answer to %s: %w", a.Question, err)
		}
		w.Write(append(data, '\n'))
	}
	return nil
}

// readAnswers reverses writeAnswers, for each version of a bundle.
func readAnswers(data []byte, version int) ([]world.Answer, error) {
	read := readQuestion
	if version == 1 {
		read = readSentence
	}
	var answers []world.Answer
	decoder := json.NewDecoder(bytes.NewReader(data))
	for decoder.More() {
		var t answerLine
		if err := decoder.Decode(&t); err != nil {
			return nil, fmt.Errorf("%s: %w", answersName, err)
		}
		if t.Same != nil {
			if *t.Same < 0 || *t.Same >= len(answers) {
				return nil, fmt.Errorf("%s: there is no line %d", answersName, *t.Same)
			}
			t.Value = answers[*t.Same].Value
		}
		question, err := read(t.Question)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", answersName, err)
		}
		answers = append(answers, world.Answer{Question: question, Began: t.Began, Ended: t.Ended, Value: t.Value, Err: t.Err})
	}
	return answers, nil
}

func readQuestion(data json.RawMessage) (q world.Question, err error) {
	if err := json.Unmarshal(data, &q); err != nil {
		return q, fmt.Errorf("read a question: %w", err)
	}
	return q, nil
}
