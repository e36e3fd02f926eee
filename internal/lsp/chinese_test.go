package lsp_test

import "testing"

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
