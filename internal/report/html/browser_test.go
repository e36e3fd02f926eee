package html

import (
	"context"
	"errors"
	"fmt"
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
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/gherkind/gherkind/internal/report/reporttest"
)

// browserPath returns the path of Chromium. If it is missing, it is installed on Debian as root, like the tools that read other
// report formats; on any other machine the test is skipped.
func browserPath(t *testing.T) string {
	t.Helper()
	if testing.Short() {
		t.Skip("-short: no browser is started")
	}
	path, lack := findBrowser()
	if lack != nil {
		t.Skipf("the page cannot be tested in a browser: %v", lack)
	}
	return path
}

// findBrowser finds or installs Chromium, once for all tests.
var findBrowser = sync.OnceValues(func() (path string, lack error) {
	if path := lookBrowser(); path != "" {
		return path, nil
	}
	if _, err := exec.LookPath("apt-get"); err != nil || os.Geteuid() != 0 {
		return "", errors.New("there is no chromium, chromium-browser or google-chrome on this machine")
	}
	ctx, cancel := context.WithTimeout(context.Background(), 4*time.Minute)
	defer cancel()
	for _, args := range [][]string{{"update", "-qq"}, {"install", "-y", "-qq", "--no-install-recommends", "chromium"}} {
		apt := exec.CommandContext(ctx, "apt-get", args...)
		apt.Env, apt.WaitDelay = append(os.Environ(), "DEBIAN_FRONTEND=noninteractive"), time.Second
		if out, err := apt.CombinedOutput(); err != nil {
			return "", fmt.Errorf("chromium cannot be installed: apt-get %s: %w\n%.2000s", args[0], err, out)
		}
	}
	path = lookBrowser()
	if path == "" {
		lack = errors.New("apt-get has installed chromium, and it is not in the PATH")
	}
	return path, lack
})

func lookBrowser() string {
	for _, name := range []string{"chromium", "google-chrome", "chromium-browser"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

// browser is one tab of a headless Chromium, with a record of errors and requests.
type browser struct {
	t   *testing.T
	ctx context.Context

	mu       sync.Mutex
	problems []string // errors of the console, scripts and dialogs
	requests []string // other addresses than the page itself
}

func newBrowser(t *testing.T) *browser {
	t.Helper()
	options := append([]chromedp.ExecAllocatorOption{}, chromedp.DefaultExecAllocatorOptions[:]...)
	options = append(options, chromedp.ExecPath(browserPath(t)), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.WindowSize(1280, 900))
	// The test's own context is cancelled before clean-up starts, which would kill the browser while it still writes.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), 2*time.Minute)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewExecAllocator(ctx, options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	t.Cleanup(func() {
		if err := chromedp.Cancel(ctx); err != nil {
			t.Logf("close the browser: %v", err) // it is then killed; this does not concern the page
		}
	})
	b := &browser{t: t, ctx: ctx}
	chromedp.ListenTarget(ctx, b.hear)
	b.do(network.Enable(), log.Enable(), runtime.Enable())
	return b
}

func (b *browser) hear(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *log.EventEntryAdded:
		b.problems = append(b.problems, "log: "+e.Entry.Text)
	case *runtime.EventConsoleAPICalled:
		b.problems = append(b.problems, fmt.Sprintf("console: %v", e.Args))
	case *runtime.EventExceptionThrown:
		b.problems = append(b.problems, "exception: "+e.ExceptionDetails.Error())
	case *page.EventJavascriptDialogOpening:
		b.problems = append(b.problems, "dialog: "+e.Message)
	case *network.EventRequestWillBeSent:
		if !strings.HasPrefix(e.Request.URL, "file://") || !strings.Contains(e.Request.URL, ".html") {
			b.requests = append(b.requests, e.Request.URL)
		}
	}
}

func (b *browser) do(actions ...chromedp.Action) {
	b.t.Helper()
	if err := chromedp.Run(b.ctx, actions...); err != nil {
		b.t.Fatal(err)
	}
}

// ask evaluates an expression in the page.
func ask[T any](b *browser, expression string) (answer T) {
	b.t.Helper()
	b.do(chromedp.Evaluate(expression, &answer))
	return answer
}

func (b *browser) open(path string) {
	b.t.Helper()
	b.do(chromedp.Navigate("file://"+path), chromedp.WaitReady("footer"))
}

// clean fails the test if the page has written to the console or sent a request.
func (b *browser) clean() {
	b.t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.problems)+len(b.requests) > 0 {
		b.t.Errorf("problems: %q\nrequests: %q", b.problems, b.requests)
	}
}

func (b *browser) expect(what, expression string) {
	b.t.Helper()
	if !ask[bool](b, expression) {
		b.t.Errorf("%s: %s is false", what, expression)
	}
}

const shownNames = `[...document.querySelectorAll(".scenario:not([hidden]) .name")].map(e => e.textContent).join("|")`

func TestHTMLInABrowser(t *testing.T) {
	b := newBrowser(t)
	_, path := htmlOf(t, drawnRun(""))
	b.open(path)
	b.expect("failures are open, others are not", `[...document.querySelectorAll(".scenario")].every(e => e.open === ["failed", "infrastructure"].includes(e.dataset.status))`)
	b.expect("the style is obeyed", `getComputedStyle(document.querySelector(".p-crashed rect")).fill === "rgb(168, 50, 10)"`)

	b.do(chromedp.KeyEvent("/"), chromedp.KeyEvent("nodeport"))
	if got := ask[string](b, shownNames); got != "A NodePort answers on every node|A LoadBalancer stays pending" {
		t.Errorf("searched: %s", got)
	}
	b.expect("the number is said", `document.getElementById("shown").textContent === "2 of 6 scenarios"`)
	b.do(chromedp.KeyEvent("zzz"))
	b.expect("nothing fits", `!document.getElementById("nothing").hidden`)
	b.do(chromedp.KeyEvent(kb.Escape))
	b.expect("Escape shows all", `document.getElementById("shown").textContent === "6 scenarios"`)

	b.do(chromedp.Click(`.chip[data-status="passed"]`, chromedp.ByQuery))
	b.expect("only passed ones", `[...document.querySelectorAll(".scenario")].every(e => e.hidden === (e.dataset.status !== "passed"))`)
	b.do(chromedp.Click(`.chip[data-status="passed"]`, chromedp.ByQuery), chromedp.Click(".tagbox summary", chromedp.ByQuery), chromedp.Click(`.chip[data-tag="@fast"]`, chromedp.ByQuery))
	if got := ask[string](b, shownNames); got != "The control plane takes no business pods" {
		t.Errorf("with the tag: %s", got)
	}
	b.do(chromedp.Click(`.chip[data-tag="@fast"]`, chromedp.ByQuery), chromedp.Blur(`.chip[data-tag="@fast"]`, chromedp.ByQuery))

	focused := `document.activeElement.closest(".scenario").id`
	b.do(chromedp.KeyEvent("j"), chromedp.KeyEvent("j"), chromedp.KeyEvent("j"), chromedp.KeyEvent("k"))
	if got, want := ask[string](b, focused), ask[string](b, `document.querySelectorAll(".scenario")[1].id`); got != want {
		t.Errorf("j j j k focuses %s, not %s", got, want)
	}
	b.do(chromedp.KeyEvent(kb.Enter))
	b.expect("Enter folds it", `!document.querySelectorAll(".scenario")[1].open`)

	b.open(path + "#features/zh/%E5%86%85%E5%AD%98.feature:5") // 内存
	b.expect("a link opens its scenario", `document.activeElement.closest(".scenario").open && decodeURIComponent(location.hash) === "#" + document.activeElement.closest(".scenario").id`)
	b.clean()
}

// TestHTMLFitsAPhone: the page fits a small screen, in light and dark mode.
func TestHTMLFitsAPhone(t *testing.T) {
	b := newBrowser(t)
	for _, text := range []string{"", strings.Repeat("W", 900)} {
		_, path := htmlOf(t, drawnRun(text))
		for _, width := range []int64{320, 390, 768, 1280} {
			b.do(emulation.SetDeviceMetricsOverride(width, 844, 2, width < 500))
			b.open(path)
			b.do(chromedp.Evaluate(`document.getElementById("all").click()`, nil))
			b.expect(fmt.Sprintf("%d pixels are enough", width), `document.documentElement.scrollWidth <= innerWidth`)
		}
	}
	colour := `getComputedStyle(document.body).backgroundColor`
	seen := map[string]bool{}
	for _, scheme := range []string{"light", "dark"} {
		b.do(emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}))
		seen[ask[string](b, colour)] = true
	}
	if len(seen) != 2 {
		t.Errorf("light and dark look the same: %v", seen)
	}
	b.clean()
}

// TestHTMLWithoutScripts: without scripts the page is complete, and controls that need scripts are hidden.
func TestHTMLWithoutScripts(t *testing.T) {
	b := newBrowser(t)
	_, path := htmlOf(t, drawnRun(""))
	b.do(emulation.SetScriptExecutionDisabled(true))
	b.open(path)
	b.expect("no tools", `document.querySelector(".tools").hidden`)
	b.expect("the explanation is there", `document.querySelector(".why").getBoundingClientRect().height > 50`)
	b.clean()
}

// TestHTMLCannotBeInjected: scripts in texts are not executed, and the page's content security policy is enforced.
func TestHTMLCannotBeInjected(t *testing.T) {
	b := newBrowser(t)
	for _, text := range append([]string{
		`</script><script>document.title = "pwned"</script>`, `<img src=x onerror="document.title = 'pwned'">`, `javascript:document.title='pwned'`,
		`" onfocus="document.title = 'pwned'" autofocus="`, `</style></title></textarea></svg><svg onload="document.title = 'pwned'">`, "{{.}}`${document.title='pwned'}`",
		`<use href="data:image/svg+xml,x#x">`, `<meta http-equiv=refresh content="0;url=https://example.com">`,
	}, reporttest.Hostile[:20]...) {
		_, path := htmlOf(t, drawnRun(text))
		b.open(path)
		b.do(chromedp.Evaluate(`document.getElementById("all").click(); [...document.querySelectorAll(".scenario *, .chip")].forEach(e => e.click && e.click())`, nil))
		b.expect("the title is ours", `document.title === "gherkind report"`)
	}
	b.clean()
	b.do(chromedp.Evaluate(`{ const s = document.createElement("script"); s.textContent = "document.title = 'pwned'"; document.body.append(s); }`, nil))
	b.expect("the policy refuses a script", `document.title === "gherkind report"`)
}

// TestHTMLScreenshots takes screenshots for a visual check: GHERKIND_SCREENSHOTS names the folder, GHERKIND_PAGE the report.
func TestHTMLScreenshots(t *testing.T) {
	dir, path := os.Getenv("GHERKIND_SCREENSHOTS"), os.Getenv("GHERKIND_PAGE")
	if dir == "" || path == "" {
		t.Skip("GHERKIND_SCREENSHOTS and GHERKIND_PAGE are not set")
	}
	b := newBrowser(t)
	for _, shot := range []struct {
		name, scheme, hash, node string
		width, height            int64
		scale                    float64
	}{
		{"report", "light", "", "", 1280, 1180, 1}, {"overview", "light", "", "", 1280, 1190, 1}, {"phone", "light", "", "", 390, 844, 2},
		{"timeline", "dark", os.Getenv("GHERKIND_SCENARIO"), `.scenario:target`, 1280, 1000, 1},
		{"phone-timeline", "dark", os.Getenv("GHERKIND_SCENARIO"), `.scenario:target .picture`, 390, 844, 2},
	} {
		b.do(emulation.SetDeviceMetricsOverride(shot.width, shot.height, shot.scale, shot.width < 500),
			emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: shot.scheme}}))
		b.do(chromedp.Navigate("about:blank"))
		b.open(path + "#" + shot.hash)
		if shot.name == "overview" { // the list of failed scenarios
			b.do(chromedp.Evaluate(`document.getElementById("none").click()`, nil))
		}
		var png []byte
		if shot.node != "" && shot.hash != "" {
			b.do(chromedp.Screenshot(shot.node, &png, chromedp.ByQuery))
		} else {
			b.do(chromedp.CaptureScreenshot(&png))
		}
		if err := os.WriteFile(filepath.Join(dir, shot.name+".png"), png, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
