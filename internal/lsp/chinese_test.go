package lsp_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/gherkind/gherkind/internal/say"
)

const chineseFeature = `# language: zh-CN
功能: 网页

  场景: 它运行
    当 应用清单 "web.yaml"
    那么 Pod "web" 就绪
    而且 Pod "web" 的容器 "
    而且 
`

// TestStepsOfAChineseFeature: completions and documentation are in Chinese.
func TestStepsOfAChineseFeature(t *testing.T) {
	c := connect(t)
	c.edit("didOpen", chineseFeature)
	var items []struct {
		Label    string
		TextEdit struct{ NewText string }
	}
	c.at("completion", 6, 22, &items)
	if len(items) != 1 || items[0].Label != "nginx" {
		t.Errorf("names: %+v", items)
	}
	c.at("completion", 7, 7, &items)
	found := false
	for _, i := range items {
		found = found || i.Label == "[在 … 内，]Pod {name} 就绪[，持续 …]" && i.TextEdit.NewText == `Pod "${1:web}" 就绪`
	}
	if !found || len(items) < 80 {
		t.Errorf("%d steps: %+v", len(items), items[:min(len(items), 3)])
	}
	var about struct{ Contents struct{ Value string } }
	c.at("hover", 5, 10, &about)
	if want := "**[在 … 内，]Pod {name} 就绪[，持续 …]**"; len(about.Contents.Value) < len(want) || about.Contents.Value[:len(want)] != want {
		t.Errorf("hover: %s", about.Contents.Value)
	}
}

// TestInChinese: what an editor shows besides the text of files is in the language of the server.
func TestInChinese(t *testing.T) {
	l, err := say.In("zh-CN", fstest.MapFS{"zh-CN.yaml": {Data: []byte("Run: 运行\n'Run, and keep what failed': 运行并保留失败现场\n" +
		"'gherkind: fix %s': gherkind：修正 %s\n'%q is not a valid object name: %s': '%q 不是有效的对象名称：%s'\n")}})
	if err != nil {
		t.Fatal(err)
	}
	c := connectIn(t, l)
	c.edit("didOpen", strings.ReplaceAll(feature, `pod "wbe" is`, `pod “web” is`))
	var lenses []struct{ Command struct{ Title string } }
	c.at("codeLens", 0, 0, &lenses)
	if len(lenses) != 2 || lenses[0].Command.Title != "运行" || lenses[1].Command.Title != "运行并保留失败现场" {
		t.Errorf("%+v", lenses)
	}
	document := map[string]any{"uri": c.uri("features/a.feature")}
	var actions []struct{ Title string }
	lines := map[string]any{"start": map[string]any{"line": 0, "character": 0}, "end": map[string]any{"line": 5, "character": 0}}
	c.call("textDocument/codeAction", map[string]any{"textDocument": document, "range": lines}, &actions)
	if len(actions) == 0 || !strings.HasPrefix(actions[0].Title, "gherkind：修正 ") {
		t.Errorf("%+v", actions)
	}
	params := map[string]any{"textDocument": document, "position": map[string]any{"line": 4, "character": 15}, "newName": "No Name"}
	if err := c.Call(t.Context(), "textDocument/rename", params, nil); err == nil || !strings.Contains(err.Error(), "\"No Name\" 不是有效的对象名称：") {
		t.Errorf("a bad name: %v", err)
	}
}
