/// The style of the page.
enum PageStyle {
    /// The app's picture: two keys' bows changing places.
    static let mark = """
        <svg viewBox="0 0 36 36" width="36" height="36" aria-hidden="true"><rect width="36" height="36" rx="8" \
        fill="#0f766e"/><g fill="none" stroke="#fff" stroke-width="2.4" stroke-linecap="round" \
        stroke-linejoin="round"><path d="M9 15a9.5 9.5 0 0 1 17-2.6M26.5 7.5v5.2h-5.2"/>\
        <path d="M27 21a9.5 9.5 0 0 1-17 2.6M9.5 28.5v-5.2h5.2"/></g><circle cx="18" cy="18" r="2.6" \
        fill="#fff"/></svg>
        """

    static let css = """
        *{box-sizing:border-box}
        body{margin:0;font:15px/1.46 "Lato","Inter","Segoe UI","Noto Sans","DejaVu Sans",system-ui,sans-serif;color:#1d1c1d;background:#fff}
        a{color:#1264a3;text-decoration:none}a:hover{text-decoration:underline}
        .workspace{display:grid;grid-template-columns:264px 1fr;height:100vh}
        nav{background:#134e4a;color:#cfe5e2;overflow:auto;padding:0 0 16px}
        nav h1{font-size:18px;font-weight:800;color:#fff;margin:0;padding:15px 18px;border-bottom:1px solid #ffffff22}
        nav h2{font-size:13px;font-weight:600;margin:18px 18px 4px;color:#9cc7c2}
        nav ul{list-style:none;margin:0;padding:0 8px}
        nav li a{display:flex;justify-content:space-between;gap:8px;color:inherit;padding:3px 10px;border-radius:6px}
        nav li a span{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
        nav li a:hover{background:#ffffff18;text-decoration:none}
        nav li.here a{background:#f0fdfa;color:#134e4a;font-weight:700}
        nav b{font-size:12px;font-weight:600;opacity:.75}
        nav p{font-size:12px;color:#8fbab5;margin:22px 18px 0}
        main{display:flex;flex-direction:column;min-width:0;height:100%;overflow:hidden}
        header{border-bottom:1px solid #e4e4e4;padding:13px 24px;display:flex;gap:14px;align-items:baseline}
        header h2{font-size:18px;font-weight:800;margin:0}header span{color:#616061;font-size:13px}
        .stream{overflow:auto;padding:8px 0 28px;flex:1}
        .empty{color:#616061;padding:24px}
        .day{display:flex;align-items:center;gap:0;margin:14px 0 6px}
        .day::before,.day::after{content:"";flex:1;height:1px;background:#e4e4e4}
        .day span{border:1px solid #d4d4d4;border-radius:24px;padding:2px 14px;font-size:13px;font-weight:700}
        article{display:flex;gap:10px;padding:8px 24px}
        article:hover{background:#f8f8f8}article article:hover{background:none}
        article:target{background:#fef9e7}
        .avatar{flex:0 0 36px;height:36px}
        .body{min-width:0;max-width:760px;flex:1;overflow-wrap:anywhere}
        .by{display:flex;gap:6px;align-items:center;line-height:1.3;margin-bottom:2px}.by strong{font-weight:800}
        .badge{font-size:10px;font-weight:700;color:#616061;background:#e8e8e8;border-radius:3px;padding:1px 4px}
        .at{font-size:12px;color:#616061}
        h3{font-size:18px;font-weight:800;line-height:1.35;margin:4px 0 6px}
        hr{border:0;border-top:1px solid #dddddd;margin:12px 0}
        .section{margin:4px 0 8px}
        .fields{display:grid;grid-template-columns:1fr 1fr;gap:8px 20px;margin-top:6px}
        .context{font-size:13px;color:#616061;margin:4px 0 8px;display:flex;flex-wrap:wrap;gap:2px 10px}
        code{font:12.5px/1.5 "DejaVu Sans Mono",Menlo,Consolas,monospace;color:#c01343;background:#1d1c1d0a;border:1px solid #1d1c1d21;border-radius:3px;padding:1px 4px}
        pre{font:12.5px/1.55 "DejaVu Sans Mono",Menlo,Consolas,monospace;background:#f8f8f8;border:1px solid #1d1c1d21;border-radius:5px;padding:9px 11px;margin:5px 0;white-space:pre-wrap;overflow-wrap:anywhere}
        .quote{display:inline-block;border-left:4px solid #dddddd;padding-left:12px}
        .mention{background:#1d9bd11a;color:#1264a3;border-radius:3px;padding:0 3px}
        .mention.loud{background:#f2c74466;color:#7a4b00;font-weight:700}
        time{border-bottom:1px dotted #9a9a9a}
        .edited{font-size:12px;color:#868686}
        .actions{display:flex;flex-wrap:wrap;gap:8px;margin:8px 0}
        .button{border:1px solid #1d1c1d4d;border-radius:6px;padding:4px 12px;font-size:14px;font-weight:700;background:#fff}
        .button.primary{background:#007a5a;border-color:#007a5a;color:#fff}
        .button.danger{background:#e01e5a;border-color:#e01e5a;color:#fff}
        .thread{margin:6px 0 2px;border-left:2px solid #e4e4e4;padding-left:12px}
        .thread summary{cursor:pointer;font-size:13px;font-weight:700;color:#1264a3;padding:2px 0}
        .thread article{padding:6px 0}.thread .avatar{flex-basis:24px;height:24px}
        .thread .avatar svg{width:24px;height:24px}
        .alone{background:#eef2f1}.alone main{height:auto;display:block;width:720px;max-width:100%;margin:0 auto;padding:24px}
        .alone article{background:#fff;border:1px solid #e1e5e4;border-radius:10px;padding:18px 22px;box-shadow:0 1px 3px #0000000f}
        @media(max-width:700px){.workspace{display:block;height:auto}.fields{grid-template-columns:1fr}.alone main{padding:8px}.alone article{padding:12px 10px}}
        @media(prefers-color-scheme:dark){
        body,.alone{background:#1a1d21;color:#d1d2d3}a,.thread summary,.mention{color:#1d9bd1}
        header,.thread,hr{border-color:#35373b}header span,.empty,.at,.context,.edited,.badge{color:#ababad}
        .day::before,.day::after,.badge{background:#35373b}.day span{border-color:#35373b}
        article:hover,pre{background:#222529}article:target{background:#38342a}.alone article{background:#222529;border-color:#35373b}
        pre,code{border-color:#3f4145}code{color:#e8912d;background:#232529}.quote{border-color:#4d4f53}
        .button{background:#222529;border-color:#565856;color:#d1d2d3}.mention.loud{color:#f2c744}}
        """
}
