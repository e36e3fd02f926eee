package scenarios_test

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestTheGoPageCompiles: each program in docs/go.md compiles, in a folder of its own of this module.
func TestTheGoPageCompiles(t *testing.T) {
	page, err := os.ReadFile("../docs/go.md")
	if err != nil {
		t.Fatal(err)
	}
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	blocks := regexp.MustCompile("(?s)```go\n(package .*?)```").FindAllStringSubmatch(string(page), -1)
	if len(blocks) != 3 {
		t.Fatalf("%d programs", len(blocks))
	}
	there, args := map[string]string{}, []string{"list", "-test", "-export", "-overlay"} // which compiles, but links nothing
	dir := t.TempDir()
	for i, block := range blocks {
		name := fmt.Sprintf("page%d", i)
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, []byte(block[1]), 0o600); err != nil {
			t.Fatal(err)
		}
		source := "main.go"
		if strings.HasPrefix(block[1], "package shop_test") {
			source = "shop_test.go"
		}
		there[filepath.Join(root, "docs", name, source)] = file
	}
	overlay, err := json.Marshal(map[string]any{"Replace": there})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "overlay.json"), overlay, 0o600); err != nil {
		t.Fatal(err)
	}
	args = append(args, filepath.Join(dir, "overlay.json"))
	for i := range blocks {
		args = append(args, fmt.Sprintf("./docs/page%d", i))
	}
	cmd := exec.CommandContext(t.Context(), "go", args...)
	cmd.Dir = root
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
