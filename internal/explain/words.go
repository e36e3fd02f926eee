package explain

import (
	"fmt"
	"time"

	"github.com/gherkind/gherkind/internal/plaintext"
	"github.com/gherkind/gherkind/internal/say"
)

// Limits of untrusted text inside a finding, in bytes. A probe's output can be
// 10 KiB long and a log line of any length.
const (
	maxQuote    = 300 // inside a sentence
	maxEvidence = 500 // inside an evidence line
	maxLine     = 2000
)

// quote prepares untrusted text for a sentence.
func quote(s string) string { return plaintext.Line(s, maxQuote) }

// quoteless prepares untrusted text for an evidence line, which may be longer.
func quoteless(s string) string { return plaintext.Line(s, maxEvidence) }

// ago returns the age of t: "2s ago"; "" if either time is unknown.
func ago(now, t time.Time) string {
	if now.IsZero() || t.IsZero() {
		return ""
	}
	return Age(now.Sub(t)) + " ago"
}

// Age formats a duration as an age: "2s", "1m30s", "2h5m", "3d4h". Less than a second, and a time in the future (clocks
// differ), is "0s".
func Age(d time.Duration) string {
	switch d = d.Truncate(time.Second); {
	case d <= 0:
		return "0s"
	case d < time.Minute:
		return fmt.Sprintf("%ds", d/time.Second)
	case d < time.Hour:
		return pair(d, time.Minute, "m", time.Second, "s")
	case d < 24*time.Hour:
		return pair(d, time.Hour, "h", time.Minute, "m")
	}
	return pair(d, 24*time.Hour, "d", time.Hour, "h")
}

func pair(d, big time.Duration, bigName string, small time.Duration, smallName string) string {
	if rest := d % big / small; rest > 0 {
		return fmt.Sprintf("%d%s%d%s", d/big, bigName, rest, smallName)
	}
	return fmt.Sprintf("%d%s", d/big, bigName)
}

// names lists at most three names in quotes: `"a", "b", "c" and 4 more`.
func names(all []string) say.Text {
	const most = 3
	quoted := make([]any, 0, most)
	for _, s := range all[:min(len(all), most)] {
		quoted = append(quoted, quote(s))
	}
	var text say.Text
	switch len(quoted) {
	case 0:
		return say.Text{}
	case 1:
		text = say.Textf(`"%s"`, quoted...)
	case 2:
		text = say.Textf(`"%s", "%s"`, quoted...)
	default:
		text = say.Textf(`"%s", "%s", "%s"`, quoted...)
	}
	if more := len(all) - most; more > 0 {
		return say.Textf("%s and %d more", text, more)
	}
	return text
}

// namespaceText names a namespace in a sentence.
func namespaceText(name string) say.Text { return say.Textf("namespace %q", quote(name)) }

// InNamespaces returns the failure with the scenario's aliases instead of real namespaces in its translatable texts; saved
// texts already have the aliases. real maps aliases to namespaces; the empty alias is the scenario's own namespace.
func (f *Failure) InNamespaces(real map[string]string) *Failure {
	out := *f
	change := func(t say.Text) (say.Text, bool) {
		for alias, name := range real {
			switch {
			case t.String() != namespaceText(name).String():
			case alias == "":
				return say.Textf("the scenario's namespace"), true
			default:
				return namespaceText(alias), true
			}
		}
		return t, false
	}
	out.Said, out.Advised = f.Said.Changed(change), f.Advised.Changed(change)
	return &out
}

// Seconds formats how long something took: `0.4s`, `12.3s`, `3m20s`.
func Seconds(d time.Duration) string {
	if d < time.Minute {
		return fmt.Sprintf("%.1fs", d.Seconds())
	}
	return Age(d)
}
