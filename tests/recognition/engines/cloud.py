"""A local server that speaks the wire format of Aliyun's OCR."""

import contextlib
import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PERSON = {
    "name": "张三",
    "sex": "女",
    "ethnicity": "汉",
    "birthDate": "1949年12月31日",
    "address": "北京市朝阳区样本路1号",
    "idNumber": "11010519491231002X",
}
CAR = {
    "licensePlateNumber": "川A7809C",
    "vehicleType": "小型轿车",
    "owner": "张三",
    "address": "四川省成都市武侯区样本路1号",
    "useNature": "非营运",
    "model": "北京现代牌BH7164MX",
    "vinCode": "LBEHDAEB58Y038860",
    "engineNumber": "8B123456",
    "registrationDate": "2008-07-08",
    "issueDate": "2015-06-04",
    "issueAuthority": "四川省成都市公安局交通警察支队",
}


class Cloud(ThreadingHTTPServer):
    """Answers every call with `answer` and keeps what it was asked."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answer = (200, {})
        self.asked = []
        self.manner = "prompt"  # or "silent", or "trickling"
        self.released = threading.Event()  # ends what is silent or trickles

    @property
    def endpoint(self):
        return f"127.0.0.1:{self.server_port}"

    def sees(self, values, *, side="face", probability=100, **more):
        """Answer with these values as a vendor's page shows them."""
        keys = [
            {"key": key, "keyProb": 100, "value": value, "valueProb": probability}
            for key, value in values.items()
        ]
        page = {"algo_version": "v", "angle": 0, "ftype": 0, "data": values}
        page |= {"prism_keyValueInfo": keys} | more
        data = {"algo_version": "v", "data": {side: page}, "height": 800, "width": 1280}
        self.answer = (200, {"RequestId": "R-1", "Data": json.dumps(data, ensure_ascii=False)})

    def refuses(self, code, status):
        body = {"RequestId": "R-2", "HostId": "ocr-api", "Code": code, "Message": "m"}
        self.answer = (status, body | {"Recommend": "https://example.invalid"})


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        photo = self.rfile.read(int(self.headers.get("content-length", 0)))
        action = self.headers.get("x-acs-action")
        signature = self.headers.get("authorization", "")
        self.server.asked.append((action, photo, signature))
        if self.server.manner == "silent":
            self.server.released.wait()
        status, body = self.server.answer
        answer = json.dumps(body, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        if self.server.manner == "prompt":
            self.send_header("content-length", str(len(answer)))
        self.end_headers()
        with contextlib.suppress(ConnectionError):  # the other side may have gone
            if self.server.manner == "trickling":
                self._trickle(answer)
            self.wfile.write(answer)

    def _trickle(self, answer):
        """Send a blank now and then, as if more came soon; JSON does not mind blanks."""
        while not self.server.released.wait(0.05):
            self.wfile.write(b" ")

    def log_message(self, *_):
        pass


@contextmanager
def running_cloud():
    """Serve on a free port of this machine until the block ends."""
    with Cloud() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.released.set()
            server.shutdown()
            thread.join()
