package serve

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/gherkind/gherkind/scenarios/report"
)

// lookBrowser finds a browser. Package internal/report/html installs one where allowed.
func lookBrowser(t *testing.T) string {
	t.Helper()
	if testing.Short() && os.Getenv(shots) == "" {
		t.Skip("-short: no browser is started")
	}
	for _, name := range []string{"chromium", "google-chrome", "chromium-browser"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Skip("there is no chromium, chromium-browser or google-chrome on this machine")
	return ""
}

// shots names a folder for pictures of the pages.
const shots = "GHERKIND_PICTURES"

// tab is one tab of a headless Chromium, with all its errors and external requests.
type tab struct {
	t   *testing.T
	ctx context.Context
	web string

	mu       sync.Mutex
	problems []string
}

func (l *lab) tab() *tab {
	l.t.Helper()
	options := append([]chromedp.ExecAllocatorOption{}, chromedp.DefaultExecAllocatorOptions[:]...)
	options = append(options, chromedp.ExecPath(lookBrowser(l.t)), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true), chromedp.WSURLReadTimeout(3*time.Minute))
	ctx, cancel := context.WithTimeout(context.WithoutCancel(l.t.Context()), 8*time.Minute)
	l.t.Cleanup(cancel)
	ctx, cancel = chromedp.NewExecAllocator(ctx, options...)
	l.t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	l.t.Cleanup(cancel)
	l.t.Cleanup(func() {
		if err := chromedp.Cancel(ctx); err != nil && !errors.Is(err, context.Canceled) {
			l.t.Logf("close the browser: %v", err)
		}
	})
	b := &tab{t: l.t, ctx: ctx, web: l.web.URL}
	chromedp.ListenTarget(ctx, b.hear)
	b.do(network.Enable(), log.Enable(), runtime.Enable(), chromedp.EmulateViewport(1280, 900))
	return b
}

func (b *tab) hear(e any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := e.(type) {
	case *log.EventEntryAdded:
		b.problems = append(b.problems, "log: "+e.Entry.Text+" "+e.Entry.URL)
	case *runtime.EventExceptionThrown:
		b.problems = append(b.problems, "exception: "+e.ExceptionDetails.Error())
	case *network.EventRequestWillBeSent:
		if !strings.HasPrefix(e.Request.URL, b.web) && e.Request.URL != "data:," {
			b.problems = append(b.problems, "request: "+e.Request.URL)
		}
	}
}

func (b *tab) do(actions ...chromedp.Action) {
	b.t.Helper()
	if err := chromedp.Run(b.ctx, actions...); err != nil {
		b.t.Fatal(err)
	}
}

// comes waits until an expression in the page is true.
func (b *tab) comes(expression string) {
	b.t.Helper()
	b.do(chromedp.Poll(expression, nil, chromedp.WithPollingTimeout(2*time.Minute)))
}

// appears waits for an element, also on the next page.
func (b *tab) appears(selector string) {
	b.t.Helper()
	b.do(chromedp.WaitReady(selector, chromedp.ByQuery))
}

func (b *tab) picture(name string) {
	b.t.Helper()
	dir := os.Getenv(shots)
	if dir == "" {
		return
	}
	var png []byte
	b.do(chromedp.FullScreenshot(&png, 100))
	if err := os.WriteFile(filepath.Join(dir, name+".png"), png, 0o600); err != nil {
		b.t.Fatal(err)
	}
}

func (b *tab) expect(what, expression string) {
	b.t.Helper()
	var is bool
	b.do(chromedp.Evaluate(expression, &is))
	if !is {
		b.t.Errorf("%s: %s is false", what, expression)
	}
}

func (b *tab) scheme(value string) {
	b.t.Helper()
	b.do(emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: value}}))
}

const narrow = `document.documentElement.scrollWidth <= document.documentElement.clientWidth`

// TestServeInABrowser: a student logs in with the link, submits YAML with the keyboard alone, and watches criteria arrive; an
// instructor sees it. Nothing appears in the console, which also reports violations of the Content-Security-Policy, and nothing
// external is loaded.
func TestServeInABrowser(t *testing.T) {
	turn := make(chan struct{})
	l := newLab(t, func(ctx context.Context, id string) *report.Scenario {
		select {
		case <-turn:
		case <-ctx.Done():
		}
		if id == "reachable" {
			return failed("there is no service \"web\"")
		}
		return passes(ctx, id)
	}, nil)
	b := l.tab()
	b.do(chromedp.Navigate(l.web.URL + "/login"))
	b.picture("login")
	b.do(chromedp.Navigate(l.web.URL + "/login#" + l.tokens["s1"]))
	b.do(chromedp.Reload())
	b.appears("#live .state")
	b.expect("the token is not in the address", `!location.href.includes("`+l.tokens["s1"]+`")`)
	b.expect("no script reads the token", `!document.cookie.includes("token")`)
	b.do(chromedp.KeyEvent(kb.Tab), chromedp.KeyEvent(kb.Enter))
	b.expect("the first key leads to the work", `location.hash === "#work"`)
	b.do(chromedp.KeyEvent(kb.Tab))
	b.expect("then to the text", `document.activeElement.id === "yaml"`)
	b.do(chromedp.SendKeys("#yaml", podYAML, chromedp.ByQuery))
	b.do(chromedp.KeyEvent(kb.Tab), chromedp.KeyEvent(kb.Tab))
	b.expect("then to the button", `document.activeElement.id === "press"`)
	b.do(chromedp.KeyEvent(kb.Enter))
	b.comes(`document.querySelector(".state[data-phase=grading]")`)
	b.expect("it cannot be pressed twice", `document.getElementById("press").disabled`)
	turn <- struct{}{}
	b.comes(`document.querySelectorAll("#live .criterion").length === 1`)
	b.picture("grading")
	turn <- struct{}{}
	b.comes(`document.querySelectorAll("#live .criterion").length >= 2`)
	b.comes(`document.querySelector(".state[data-phase=ended]")`)
	b.expect("the outcome is said aloud", `document.getElementById("aloud").textContent.includes("3 of 10 points")`)
	b.expect("the button is free", `!document.getElementById("press").disabled`)
	b.picture("light")
	b.scheme("dark")
	b.picture("dark")
	b.do(chromedp.EmulateViewport(360, 740))
	b.expect("it fits a phone", narrow)
	b.picture("phone-dark")
	b.scheme("light")
	b.do(chromedp.Navigate(l.web.URL + "/language/zh"))
	b.appears("html[lang=zh] #live .state")
	b.expect("it fits a phone in Chinese", narrow)
	b.picture("phone-zh")
	b.do(chromedp.EmulateViewport(1280, 900))
	b.picture("zh")
	b.do(chromedp.Click(".bar-top form button", chromedp.ByQuery))
	b.appears("#login")
	b.do(chromedp.Navigate(l.web.URL+"/language/en"), chromedp.Navigate(l.web.URL+"/login#"+l.tokens[""]), chromedp.Reload())
	b.appears("#live .bins")
	l.check("s2", podYAML, nil)
	b.comes(`document.querySelector("#live").textContent.includes("being checked")`)
	b.expect("bars have their height", `[...document.querySelectorAll(".bins .bar")].some(e => e.getBoundingClientRect().height > 20)`)
	b.picture("class")
	close(turn)
	b.comes(`document.querySelector("#live .facts").textContent.includes("2 / 3")`)
	b.do(chromedp.EmulateViewport(360, 740))
	b.expect("the class fits a phone", narrow)
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.problems) > 0 {
		t.Errorf("%q", b.problems)
	}
}
