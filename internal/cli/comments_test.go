package cli

import (
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/say"
)

// TestCommentsIn: comments that are lines of their own are translated, and everything else stays as it is.
func TestCommentsIn(t *testing.T) {
	l, err := say.In("zh-CN", allMessages()...)
	if err != nil {
		t.Fatal(err)
	}
	const text = `# Who applies Roles and RoleBindings must also have every right that these grant.
# nobody knows this sentence
rules:
  # the state of pods
  - {resources: ["pods"]} # the state of pods
data: the state of pods
`
	want := strings.NewReplacer("# Who applies Roles and RoleBindings must also have every right that these grant.", "# 应用 Role 和 RoleBinding 的人，自己也必须拥有它们授予的每项权限。",
		"  # the state of pods\n", "  # Pod 的状态\n").Replace(text)
	if got := commentsIn(l, text); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := commentsIn(nil, text); got != text {
		t.Errorf("in English:\n%s", got)
	}
}
